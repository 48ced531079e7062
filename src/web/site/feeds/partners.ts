import type { Context } from "hono"
import { notFound } from "../../../domain/errors.ts"
import { type Partner, partnerEventOf, type ShownPartnerEvent } from "../../../domain/partner-event.ts"
import { absolute, type PartnerFormat, paths } from "../../../domain/paths.ts"
import { MEDIA_TYPES } from "../../../feeds/data/media-types.ts"
import { atom } from "../../../feeds/entries/atom.ts"
import { jsonFeed } from "../../../feeds/entries/json-feed.ts"
import { partnerEntry } from "../../../feeds/entries/partner.ts"
import { rss } from "../../../feeds/entries/rss.ts"
import { calendarFeed } from "../../../feeds/ical/feed.ts"
import { jCal } from "../../../feeds/ical/jcal.ts"
import { partnerText } from "../../../feeds/ical/partner.ts"
import type { Listing } from "../../../feeds/listing.ts"
import { digestOf } from "../../../http/conditional.ts"
import { answerFeed, answerUnchanged, type FeedVersion } from "../../../http/feed.ts"
import type { Db } from "../../../store/db.ts"
import {
  listPartners,
  type PartnerEventKey,
  partnerEventKeys,
  partnersChanged,
  readPartnerEvents,
} from "../../../store/partners.ts"
import { sanitise, textAsHtml } from "../../../text/sanitise.ts"
import { textOfHtml } from "../../../text/text-of-html.ts"
import { headOfSite, newest } from "./head.ts"
import type { Feeding } from "./selection.ts"
import { daysAsked, FEED_DAYS, movingWindow } from "./window.ts"

/** Their texts may be long: fewer than of our own. */
const MOST_EVENTS = 500

/** The partners that an address names: one by its name, or all of its host that have none. */
export async function partnersAt(db: Db, address: string): Promise<Partner[]> {
  return (await listPartners(db)).filter(partner => partner.address === address)
}

/** Events as they are shown: read, their HTML cleaned, and of two that claim one UID the second under its id. */
export async function shownEvents(
  db: Db,
  partners: readonly Partner[],
  keys: readonly PartnerEventKey[],
  timeZone: string,
): Promise<ShownPartnerEvent[]> {
  const partnerOf = new Map(partners.map(partner => [partner.id, partner]))
  const uids = new Set<string>()
  const shown: ShownPartnerEvent[] = []
  for await (const kept of readPartnerEvents(db, keys)) {
    const event = partnerEventOf(kept, timeZone)
    const partner = partnerOf.get(kept.remoteId)
    if (!event || !partner) continue
    const { content, isPlain, ...facts } = event
    const html = sanitise(isPlain ? textAsHtml(content) : content)
    const uid = uids.has(event.uid) ? event.id : event.uid
    uids.add(uid)
    shown.push({ ...facts, uid, partner, html, text: textOfHtml(html) })
  }
  return shown
}

/** What a partner sent us of its events, for calendars and readers; under their names, never ours, and without our licence. */
export const partnerFeed = (feeding: Feeding) => async (c: Context) => {
  const { db, origin, now } = feeding
  const file = c.req.param("file") ?? ""
  const dot = file.lastIndexOf(".")
  const [address, format] = [file.slice(0, dot), file.slice(dot + 1) as PartnerFormat]
  const partners = await partnersAt(db, address)
  const [first] = partners
  if (!first) throw notFound("partner")
  const page = paths.partnerPage(address)
  const head = await headOfSite(db, origin, page)
  const window = movingWindow(daysAsked(new URL(c.req.url).searchParams, head.timeZone, FEED_DAYS), now(), FEED_DAYS)
  const [keys, changed] = await Promise.all([
    partnerEventKeys(db, { partners, ...window, limit: MOST_EVENTS }),
    partnersChanged(db, partners),
  ])
  const updatedAt = newest([head.updatedAt, changed])
  const listing: Listing = {
    ...head,
    name: `${partners.length === 1 ? first.name : address} · ${head.name}`,
    description: "",
    source: absolute(origin, paths.feed(page, format)),
    licence: null,
    updatedAt,
  }
  // what it is made of stands for its bytes: reading hundreds of strangers' texts again costs more than to ask for their dates
  const made = JSON.stringify([listing, partners, keys])
  // who asks by date alone learns within a day that a partner was blocked or that the window moved
  const today = new Date(now().toISOString().slice(0, 10))
  const lastModified = new Date(Math.min(newest([updatedAt, today]).getTime(), now().getTime()))
  const version: FeedVersion = { digest: digestOf(made), compressible: true, lastModified, next: undefined }
  const unchanged = answerUnchanged(c, version)
  if (unchanged) return unchanged
  const events = await shownEvents(db, partners, keys, head.timeZone)
  const body = BODIES[format](listing, events)
  const feed = { body, contentType: MEDIA_TYPES[format], fileName: `partenaire.${format}`, lastModified }
  return answerFeed(c, feed, version)
}

const calendar = (listing: Listing, events: readonly ShownPartnerEvent[]): string =>
  String(
    calendarFeed(
      listing,
      events.map(event => ({ ...event.when, ical: partnerText(event, listing.language) })),
    ),
  )

const entries = (render: typeof atom) => (listing: Listing, events: readonly ShownPartnerEvent[]) =>
  render(
    listing,
    events
      .map(event => partnerEntry(event, listing))
      .sort((a, b) => b.published.getTime() - a.published.getTime() || (a.id < b.id ? -1 : 1)),
  )

const BODIES: Record<PartnerFormat, (listing: Listing, events: readonly ShownPartnerEvent[]) => string> = {
  ics: calendar,
  jcal: (listing, events) => jCal(calendar(listing, events)),
  atom: entries(atom),
  rss: entries(rss),
  json: entries(jsonFeed),
}
