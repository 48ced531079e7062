import type { WholeEvent } from "../../src/domain/event.ts"
import type { WholeInterview } from "../../src/domain/interview.ts"
import { agendaXml } from "../../src/feeds/data/agenda-xml.ts"
import { eventsCsv, interviewsCsv } from "../../src/feeds/data/csv.ts"
import { dcat } from "../../src/feeds/data/dcat.ts"
import { geoJson } from "../../src/feeds/data/geojson.ts"
import { jsonLd } from "../../src/feeds/data/json-ld.ts"
import { kml } from "../../src/feeds/data/kml.ts"
import { openAgenda } from "../../src/feeds/data/open-agenda.ts"
import { atom } from "../../src/feeds/entries/atom.ts"
import { eventEntry, interviewEntry, newsEntry } from "../../src/feeds/entries/entry.ts"
import { jsonFeed } from "../../src/feeds/entries/json-feed.ts"
import { rss } from "../../src/feeds/entries/rss.ts"
import { scheduleJson } from "../../src/feeds/schedule/schedule-json.ts"
import { scheduleXml } from "../../src/feeds/schedule/schedule-xml.ts"
import { CALENDAR, LISTING, ORIGIN } from "./whole-event.ts"

/** The same events and interviews in each format but the calendars; the schedules are the first event's. */
export function everyFormat(events: WholeEvent[], interviews: WholeInterview[]) {
  const entries = [
    ...events.flatMap(event => event.news.map(news => newsEntry(news, event, ORIGIN))),
    ...events.map(event => eventEntry(event, ORIGIN)),
    ...interviews.map(interview => interviewEntry(interview, ORIGIN)),
  ]
  return {
    atom: atom(LISTING, entries),
    rss: rss(LISTING, entries),
    json: jsonFeed(LISTING, entries),
    csv: eventsCsv(LISTING, events),
    interviewsCsv: interviewsCsv(LISTING, interviews),
    xml: agendaXml(LISTING, events, interviews),
    jsonld: jsonLd(LISTING, events, interviews),
    geojson: geoJson(LISTING, events),
    kml: kml(LISTING, events),
    openagenda: openAgenda(LISTING, events),
    scheduleXml: scheduleXml(events[0]!, ORIGIN),
    scheduleJson: scheduleJson(events[0]!, ORIGIN),
    dcat: dcat(LISTING, [CALENDAR]),
  }
}
