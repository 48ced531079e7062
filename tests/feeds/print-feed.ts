import { calendarFeed } from "../../src/feeds/ical/feed.ts"
import { createTexts } from "../../src/feeds/ical/texts.ts"
import { eventJsonLd } from "../../src/feeds/schema-org.ts"
import { daysAsked, FEED_DAYS, movingWindow } from "../../src/web/site/feeds/window.ts"
import { everyFormat } from "./every-format.ts"
import { days, LISTING, ORIGIN, session, textOf, timed, wholeEvent } from "./whole-event.ts"

/**
 * What goes out of a few events in several zones, in summer, in winter, in the hour that autumn repeats and over whole days.
 * Run as a program under any TZ it prints the same: nothing looks at the clock of the server.
 */
export function printed(): string {
  const texts = createTexts({ origin: ORIGIN })
  const whens = ["Europe/Paris", "Indian/Reunion", "Pacific/Noumea", "America/Martinique", "UTC"].flatMap(zone => [
    timed("2026-01-15T09:00", "2026-01-15T10:30", zone),
    timed("2026-07-15T09:00", null, zone),
    timed("2026-10-25T02:30", "2026-10-25T03:30", zone),
    timed("2026-12-31T23:30", "2027-01-01T00:30", zone),
    days("2026-03-28", "2026-03-29", zone),
    days("2026-10-25", null, zone),
  ])
  const events = whens.map((when, n) =>
    wholeEvent({
      uid: `e${n}@communs.example`,
      when,
      sessions: [session({ when })],
      previous: when,
      status: "rescheduled",
    }),
  )
  const feed = calendarFeed(
    LISTING,
    events.flatMap(event => [
      textOf(event, texts.event(event)),
      textOf(event, texts.session(event.sessions[0]!, event)),
    ]),
  )
  const asked = daysAsked(new URLSearchParams("from=2026-01-01&to=2026-03-29"), "Indian/Reunion", FEED_DAYS)
  const window = movingWindow(asked, new Date(0), FEED_DAYS)
  return [
    feed,
    ...events.map(event => eventJsonLd(event, ORIGIN)),
    ...Object.values(everyFormat(events, [])),
    JSON.stringify(window),
  ].join("\n")
}

if (import.meta.main) process.stdout.write(printed())
