import type { WholeEvent } from "../../domain/event.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { withOffset } from "../../domain/time.ts"
import { oneLine } from "../ical/lines.ts"
import { type Xml, xmlDocument } from "../xml.ts"
import { daysOf } from "./days.ts"
import { acronymOf, sessionFacts, versionOf } from "./facts.ts"

/** frab's `schedule.xml`, which Giggity and other programme readers take; valid by c3voc's schema of it. */
export function scheduleXml(event: WholeEvent, origin: string): string {
  const days = daysOf(event)
  return xmlDocument("schedule", {
    generator: { "@name": "Beffroi" },
    version: versionOf(event),
    conference: {
      title: oneLine(event.title),
      acronym: acronymOf(event),
      start: days[0]!.date.toString(),
      end: days.at(-1)!.date.toString(),
      days: days.length,
      timeslot_duration: "00:15",
      base_url: absolute(origin, paths.programmePage(event.slug)),
      time_zone_name: event.when.timeZone,
    },
    day: days.map(({ index, date, start, end, rooms }) => ({
      "@index": index,
      "@date": date.toString(),
      "@start": withOffset(start),
      "@end": withOffset(end),
      room: [...rooms].map(([name, sessions]) => ({
        "@name": oneLine(name),
        event: sessions.map(timed => sessionElement(sessionFacts(timed, event, origin))),
      })),
    })),
  })
}

/** The schema wants some elements even when they have nothing to say. */
const EMPTY = [{}]

function sessionElement(session: ReturnType<typeof sessionFacts>): Xml {
  const { id, guid, persons, links, track, type, abstract, ...facts } = session
  return {
    "@id": id,
    "@guid": guid,
    ...facts,
    subtitle: EMPTY,
    track: track || EMPTY,
    type: type || EMPTY,
    abstract: abstract || EMPTY,
    persons: { person: persons.map(({ id, name }) => ({ "@id": id, "#": name })) },
    links: { link: links.map(({ title, url }) => ({ "@href": url, "#": title })) },
  }
}
