import type { WholeEvent } from "../../domain/event.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { isoSeconds, withOffset } from "../../domain/time.ts"
import { titleWithState } from "../../text/states.ts"
import { numberOf } from "../data/numbers.ts"
import type { Timed } from "./days.ts"

/** What both formats say of one session, so that they never differ. */
export function sessionFacts({ session, room, start, end }: Timed, event: WholeEvent, origin: string) {
  const people = peopleOf(event)
  return {
    id: numberOf(session.id),
    guid: session.id,
    date: withOffset(start),
    start: start.toPlainTime().toString({ smallestUnit: "minute" }),
    duration: duration(start, end),
    room,
    slug: `${acronymOf(event)}-${`s-${session.slug}`.padEnd(4, "_")}`,
    url: absolute(origin, paths.session(event.slug, session.slug)),
    title: titleWithState({ ...event, title: session.title }, event.language),
    track: session.track ?? "",
    type: session.format ?? "",
    language: event.language,
    abstract: session.summary,
    persons: session.speakers.map(name => ({ id: people.indexOf(name) + 1, name })),
    links: session.documents.map(({ title, url }) => ({ title, url })),
  }
}

/** c3voc's schema parts a slug at its first hyphen, into the event's and the session's, of four characters at least. */
export const acronymOf = (event: WholeEvent): string => event.slug.replaceAll("-", "_").padEnd(4, "_")

/** Readers tell people apart by number: one has the same in all of a programme. */
const peopleOf = (event: WholeEvent): string[] => [...new Set(event.sessions.flatMap(session => session.speakers))]

/** `01:30`. An end that nobody said is not invented: `00:00`. */
function duration(start: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): string {
  const { hours, minutes } = start.until(end, { largestUnit: "hours" })
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`
}

/** Grows with each change of what is shown; programs that read it compare it with the one they have. */
export function versionOf(event: WholeEvent): string {
  const changes = [event.changedAt, ...event.sessions.map(session => session.changedAt)]
  return isoSeconds(new Date(Math.max(...changes.map(date => date.getTime()))))
}
