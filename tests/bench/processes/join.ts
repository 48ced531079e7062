import pg from "pg"
import { type CalendarFeedHead, calendarFeed, type FeedText } from "../../../src/feeds/ical/feed.ts"
import { answerCalls } from "../support/child.ts"
import { type MadeCalendar, type Making, timed } from "../support/making.ts"

const HEAD: CalendarFeedHead = {
  name: "Agenda",
  description: "",
  language: "fr",
  timeZone: "Europe/Paris",
  source: "https://agenda.example/@agenda.ics",
  page: "https://agenda.example/@agenda",
  kind: "agenda",
}

/** One calendar of the texts that are kept beside all events. The driver alone reads them: what else a server loads is not of this. */
async function make({ databaseUrl, times }: Making): Promise<MadeCalendar> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const read = async () =>
    (
      await client.query<FeedText>(
        `select ical, time_zone as "timeZone", all_day as "allDay" from event where state = 'published' order by starts_at, id`,
      )
    ).rows
  const made = await timed(times, read, texts => calendarFeed(HEAD, texts))
  await client.end()
  return made
}

const calls = { make }
export type JoinCalls = typeof calls
answerCalls(calls)
