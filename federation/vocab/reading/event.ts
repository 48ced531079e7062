import type { ReceivedEvent } from "../../../src/actions/partner-events/partner-events.ts"
import type { StoredEventReader } from "../../../src/actions/partner-events/reading.ts"
import { isObject, type JsonObject } from "../../../src/domain/json.ts"
import type { RemoteEvent, RemoteEventStatus } from "../../../src/domain/partner-event.ts"
import { textOfHtml } from "../../../src/text/text-of-html.ts"
import { isPublic } from "./audience.ts"
import { contentOf } from "./content.ts"
import { dateOf } from "./date.ts"
import { whenOf } from "./event-time.ts"
import { hashtagsOf } from "./hashtags.ts"
import { idOf, idsOf } from "./ids.ts"
import { languageOf } from "./language.ts"
import { lineOf } from "./line.ts"
import { listOf } from "./lists.ts"
import { pageOf } from "./page.ts"
import { placeOf } from "./place.ts"
import { UnreadableError } from "./unreadable.ts"

/** To be raised whenever an Event is read differently: the worker then reads the stored documents anew. */
const READING_VERSION = 1

/** The events that seven softwares send, with all they put into them, stay below 10 kB. A larger one is refused … */
const MAX_BYTES = 200_000
/** … or stored and not listed. */
const MAX_LISTED_BYTES = 65_536
/** Longer descriptions are cut. */
const MAX_CONTENT = 6000

/** An Event as it goes into the store, but for who sent it. */
type ReadEvent = Omit<ReceivedEvent, "partners" | "sender" | "fetched" | "activityId">

/**
 * Reads an Event. Its document is stored as it was sent; everything in it but its name may be missing or of any form.
 * @param activity that carried it: its context counts for what it embeds, and Hubzilla writes the time zone there
 * @param siteZone IANA zone for an event that names none
 * @throws {UnreadableError} without a name or id, or when it is too large
 */
export function readEvent(
  event: JsonObject,
  { activity, receivedAt, siteZone }: { activity: JsonObject | null; receivedAt: Date; siteZone: string },
): ReadEvent {
  const id = idOf(event)
  if (!id || !lineOf(event.name, 200)) throw new UnreadableError("the event has no id or no name")
  const document: JsonObject = { ...event }
  if (activity?.["@context"] !== undefined) document["@context"] ??= activity["@context"]
  const zone = zoneOf(activity)
  if (zone) document.timezone ??= zone
  if (JSON.stringify(document).length > MAX_BYTES) throw new UnreadableError(`the event is over ${MAX_BYTES} bytes`)
  return {
    id,
    document,
    updatedAt: changedAt(event, activity, receivedAt),
    event: remoteEventOf(id, document, siteZone),
    readingVersion: READING_VERSION,
  }
}

/** Reads the documents of stored events anew. */
export const storedEventReader: StoredEventReader = { version: READING_VERSION, read: remoteEventOf }

/** @param document as it is stored; whatever is in it, nothing is thrown */
export function remoteEventOf(id: string, document: JsonObject, siteZone: string): RemoteEvent {
  const times = whenOf(document, siteZone)
  const html = contentOf(document, MAX_CONTENT)
  return {
    title: lineOf(document.name, 200) ?? id,
    uid: uidOf(document) ?? id,
    ...times,
    status: statusOf(document),
    place: placeOf(document),
    tags: hashtagsOf(document),
    language: languageOf(document),
    page: pageOf(document.url) ?? id,
    html,
    text: textOfHtml(html),
    authors: [...new Set([...idsOf(document.actor), ...idsOf(document.attributedTo)])],
    isListed: times.when !== null && isForEverybody(document) && sizeOf(document) <= MAX_LISTED_BYTES,
  }
}

/** Addressed to the public collection, or (Hubzilla) to nobody: then the Invite that carried it is public. */
const isForEverybody = (document: JsonObject): boolean =>
  (document.to === undefined && document.cc === undefined) || isPublic(document)

const sizeOf = (document: JsonObject): number => Buffer.byteLength(JSON.stringify(document))

/**
 * When it was last changed, unless it claims a time in the future, which would shut out every later edit. Hubzilla dates the
 * Invite only.
 */
function changedAt(event: JsonObject, activity: JsonObject | null, receivedAt: Date): Date | null {
  const dates = [event.updated, activity?.updated, event.published, activity?.published].map(dateOf)
  const stated = dates.find(date => date !== null)
  return stated && stated <= receivedAt ? stated : null
}

/** `zot.event.timezone` in the attachments of Hubzilla's Invite. */
function zoneOf(activity: JsonObject | null): string | null {
  for (const item of listOf(activity?.attachment)) {
    if (isObject(item) && item.name === "zot.event.timezone") return lineOf(item.value, 60)
  }
  return null
}

function uidOf({ uid, uuid }: JsonObject): string | null {
  const text = uid ?? uuid
  return typeof text === "string" && /^[\x21-\x7e]{8,250}$/.test(text) ? text : null
}

/** FEP-8a8e and schema.org write `eventStatus`, iCalendar (RFC 5545 §3.8.1.11) `status`; either may be an IRI. */
function statusOf({ eventStatus, status }: JsonObject): RemoteEventStatus {
  const values = [eventStatus, status].map(value => (typeof value === "string" ? value.slice(0, 100) : ""))
  if (values.some(value => /(^|[:/#])(Event)?Cancell?ed$/i.test(value))) return "cancelled"
  if (values.some(value => /(^|[:/#])EventPostponed$/i.test(value))) return "postponed"
  return values.some(value => /(^|[:/#])tentative$/i.test(value)) ? "tentative" : "scheduled"
}
