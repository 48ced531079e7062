import { type EventStatus, isOnline, type WholeEvent } from "../../../src/domain/event.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { placesName } from "../../../src/domain/place.ts"
import { type When, withOffset, zonedEnd, zonedStart } from "../../../src/domain/time.ts"
import { plain, shorten, wireName } from "../../../src/text/markdown/plain-line.ts"
import { inLanguage, type WireMarkdown, wireMarkdown } from "../../../src/text/markdown/wire-html.ts"
import { leadingWord, titleWithState } from "../../../src/text/states.ts"
import { wordsOf } from "../../../src/text/words/index.ts"
import { documentOf, linkTo, WEBSITE } from "./attachment.ts"
import { CONTEXT } from "./context.ts"
import { type EventDate, eventContent, eventDate } from "./event-content.ts"
import { wireJson } from "./json.ts"
import { locationOf } from "./place.ts"
import { postOf } from "./post.ts"
import { hashtags } from "./tag.ts"

/** Characters. Mastodon shows `name` and `summary` only: they are to be enough to decide whether to open the page. */
const SUMMARY = 300

/** FEP-8a8e. */
const EVENT_STATUS: Record<EventStatus, string> = {
  scheduled: "EventScheduled",
  cancelled: "EventCancelled",
  postponed: "EventPostponed",
  rescheduled: "EventRescheduled",
  "moved-online": "EventMovedOnline",
}

/** schema.org's term, as a compact IRI: a term of its own would change the context of every object. */
export const ACCESSIBILITY_FEATURE = "schema:accessibilityFeature"

/** RFC 5545 §3.8.1.11, in upper case, as deployed readers (Mobilizon, WordPress) expect. */
const ICAL_STATUS: Record<EventStatus, string> = {
  scheduled: "CONFIRMED",
  cancelled: "CANCELLED",
  postponed: "TENTATIVE",
  rescheduled: "CONFIRMED",
  "moved-online": "CONFIRMED",
}

/**
 * Start and end with their local offset. The end of an all-day event is the last second of its last day: Mobilizon, Gancio and
 * Hubzilla print the instant as it is, and the midnight after it would name one day too many. (iCalendar feeds keep the exclusive
 * form of RFC 5545.) An unknown end is left out.
 */
export function times(when: When): { startTime: string; endTime?: string } {
  const start = zonedStart(when)
  const startTime = withOffset(start)
  const end = zonedEnd(when)
  if (when.end === null || end === null) return { startTime }
  const endTime = withOffset(when.allDay ? end.subtract({ seconds: 1 }) : end)
  // FEP-8a8e: later than the start
  return when.allDay || end.epochMilliseconds > start.epochMilliseconds ? { startTime, endTime } : { startTime }
}

/** State word, date in words, place, teaser: all that Mastodon shows beside `name`. */
function summaryOf(event: WholeEvent, date: EventDate, description: WireMarkdown): string {
  const { calendar, language } = event
  const place = isOnline(event) ? wordsOf(language).facts.online : placesName(event.places, language)
  const facts = [leadingWord(event, calendar.language), date.short, place].filter(Boolean).join(" · ")
  const room = SUMMARY - [...plain(facts)].length - 3
  const teaser = plain(event.summary || description.text())
  return plain(teaser && room > 40 ? `${facts} · ${shorten(teaser, room)}` : shorten(facts, 500))
}

/** The Event of an event or agenda item. FEDERATION.md lists what other software needs or misreads in it. */
export function eventObject(origin: string, event: WholeEvent): JsonObject {
  const { calendar, language, onlineUrl, status, url, when } = event
  const path = paths.event(event.id)
  const page = absolute(origin, paths.eventPage(event.slug))
  const actor = absolute(origin, paths.actor(calendar.handle))
  const { facts: words } = wordsOf(language)
  const name = wireName(titleWithState(event, calendar.language), calendar.name)
  const date = eventDate(event)
  const description = wireMarkdown(event.description)
  const summary = summaryOf(event, date, description)
  const before = event.previous ?? (status === "postponed" ? when : null)
  const online = isOnline(event)
  return wireJson({
    "@context": CONTEXT,
    type: "Event",
    ...postOf(origin, {
      path,
      url: page,
      thread: event.id,
      calendar,
      published: event.publishedAt ?? event.createdAt,
      updated: event.updatedAt,
    }),
    // as Mobilizon writes it; equal to attributedTo, so that no software shows two authors
    actor,
    name,
    nameMap: { [language]: name },
    summary,
    summaryMap: { [language]: summary },
    ...inLanguage(eventContent(origin, event, { date, description }), language),
    inLanguage: language,
    ...times(when),
    timezone: when.timeZone,
    eventStatus: EVENT_STATUS[status],
    status: ICAL_STATUS[status],
    ...((status === "postponed" || status === "rescheduled") &&
      before && { previousStartTime: withOffset(zonedStart(before)) }),
    location: online ? null : locationOf(origin, event.places, language),
    isOnline: online,
    category: event.category,
    // this site takes no registrations: the meeting or the organiser's page does, else our page says how
    joinMode: "external",
    externalParticipationUrl: (online && onlineUrl) || url || page,
    organizers: organizersOf(event, actor),
    repliesModerationOption: "allow_all",
    ...(event.accessibility.length > 0 && { [ACCESSIBILITY_FEATURE]: event.accessibility }),
    tag: hashtags(origin, event.tags),
    attachment: [
      event.image && documentOf(origin, event.image, name),
      url ? linkTo(url, WEBSITE) : null,
      onlineUrl ? linkTo(onlineUrl, url ? words.videoConference : WEBSITE) : null,
      linkTo(`${page}.ics`, words.calendarFile, "text/calendar"),
    ],
  })
}

/** FEP-8a8e: names, since organisers have no actor; the calendar itself when no organiser is named. */
function organizersOf(event: WholeEvent, actor: string): JsonObject {
  const named = event.organisers.map(name => plain(name)).filter(Boolean)
  const items = named.length > 0 ? named.map(name => ({ type: "Organization", name })) : [actor]
  return { type: "Collection", totalItems: items.length, items }
}
