import type { WholeEvent } from "../../domain/event.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { withOffset } from "../../domain/time.ts"
import { daysOf } from "./days.ts"
import { acronymOf, sessionFacts, versionOf } from "./facts.ts"

/** The same as JSON, as frab and pretalx write it. */
export function scheduleJson(event: WholeEvent, origin: string): string {
  const days = daysOf(event)
  return JSON.stringify({
    $schema: "https://c3voc.de/schedule/schema.json",
    schedule: {
      version: versionOf(event),
      base_url: absolute(origin, paths.programmePage(event.slug)),
      conference: {
        acronym: acronymOf(event),
        title: event.title,
        start: days[0]!.date.toString(),
        end: days.at(-1)!.date.toString(),
        daysCount: days.length,
        timeslot_duration: "00:15",
        time_zone_name: event.when.timeZone,
        url: absolute(origin, paths.eventPage(event.slug)),
        days: days.map(({ index, date, start, end, rooms }) => ({
          index,
          date: date.toString(),
          day_start: withOffset(start),
          day_end: withOffset(end),
          rooms: Object.fromEntries(
            [...rooms].map(([name, sessions]) => [
              name,
              sessions.map(timed => ({ ...sessionFacts(timed, event, origin), subtitle: "" })),
            ]),
          ),
        })),
      },
    },
  })
}
