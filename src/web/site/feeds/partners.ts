import type { Context } from "hono"
import { FEEDS } from "../../../domain/addresses/feeds.ts"
import { notFound } from "../../../domain/errors.ts"
import type { PartnerEvent } from "../../../domain/partner-event.ts"
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
import { partnerEventKeys, partnersChanged, readPartnerEvents } from "../../../store/partner-listings.ts"
import { partnersAt } from "../../../store/partners.ts"
import { headOfSite, newest } from "./head.ts"
import type { Feeding } from "./selection.ts"
import { daysAsked, FEED_DAYS, movingWindow } from "./window.ts"

/** Fewer than of this site's own: texts of others may be long. */
const MOST_EVENTS = 500

/** The events of a partner as a calendar or feed: under the partner's name and ids, and without the licence of this site. */
export const partnerFeed = (feeding: Feeding) => async (c: Context) => {
  const { db, origin, now } = feeding
  const { address, format } = FEEDS.partner.parse(new URL(c.req.url).pathname) ?? {}
  if (!address || !format) throw notFound("address")
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
  // the entity tag is made from the times of change: to read hundreds of texts costs more
  const made = JSON.stringify([listing, partners, keys])
  // a client that sends If-Modified-Since alone sees within a day that a partner was blocked or that the window moved
  const today = new Date(now().toISOString().slice(0, 10))
  const lastModified = new Date(Math.min(newest([updatedAt, today]).getTime(), now().getTime()))
  const version: FeedVersion = { digest: digestOf(made), compressible: true, lastModified, next: undefined }
  const unchanged = answerUnchanged(c, version)
  if (unchanged) return unchanged
  const events = distinctUids(await readPartnerEvents(db, partners, keys))
  const body = BODIES[format](listing, events)
  const feed = { body, contentType: MEDIA_TYPES[format], fileName: `partenaire.${format}`, lastModified }
  return answerFeed(c, feed, version)
}

/** Calendar programs keep one event of each UID: of two events that claim the same, the later one gets its id instead. */
function distinctUids(events: readonly PartnerEvent[]): PartnerEvent[] {
  const uids = new Set<string>()
  return events.map(event => {
    const uid = uids.has(event.uid) ? event.id : event.uid
    uids.add(uid)
    return { ...event, uid }
  })
}

const calendar = (listing: Listing, events: readonly PartnerEvent[]): string =>
  String(
    calendarFeed(
      listing,
      events.map(event => ({ ...event.when, ical: partnerText(event, listing.language) })),
    ),
  )

const entries = (render: typeof atom) => (listing: Listing, events: readonly PartnerEvent[]) =>
  render(
    listing,
    events
      .map(event => partnerEntry(event, listing))
      .sort((a, b) => b.published.getTime() - a.published.getTime() || (a.id < b.id ? -1 : 1)),
  )

const BODIES: Record<PartnerFormat, (listing: Listing, events: readonly PartnerEvent[]) => string> = {
  ics: calendar,
  jcal: (listing, events) => jCal(calendar(listing, events)),
  atom: entries(atom),
  rss: entries(rss),
  json: entries(jsonFeed),
}
