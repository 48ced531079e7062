import { readFileSync } from "node:fs"
import { expect } from "vitest"
import { createKeyring } from "../../../federation/signatures/keyring.ts"
import { createWire } from "../../../federation/vocab/writing/wire.ts"
import { createCalendar } from "../../../src/actions/calendars/create.ts"
import { load } from "../../../src/actions/content/load.ts"
import { cancelEvent } from "../../../src/actions/events/cancel.ts"
import { createEvent } from "../../../src/actions/events/create.ts"
import type { Site } from "../../../src/actions/site.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { createTexts } from "../../../src/feeds/ical/texts.ts"
import { eventInput } from "../../../src/input/event.ts"
import { parseInput } from "../../../src/input/parse.ts"
import { readPublisher } from "../../../src/store/actors.ts"
import { type Db, openDatabase, transact } from "../../../src/store/db.ts"
import { withProgrammes } from "../../../src/store/event-parts.ts"
import type { EventSelection } from "../../../src/store/event-selection.ts"
import { publicEvents } from "../../../src/store/public/events.ts"
import { titleWithState } from "../../../src/text/states.ts"
import type { SeenEvent } from "../../feeds/clients.ts"
import { startBeffroi } from "../../support/beffroi.ts"
import { createDatabase, type Postgres } from "../../support/postgres.ts"
import { type Hours, readPage } from "./pages.ts"

/** The calendars of examples/communs.json, and one of events at nine o'clock in three zones. */
export const CALENDARS = ["agenda", "evenements", "entretiens", "heures"] as const

/** What a program must show of an event or a session. */
export interface Shown extends Hours {
  uid: string
  /** with the word of its state */
  title: string
}

/** A whole Beffroi in a process of its own, with the demonstration's content; this process edits it as another web process would. */
export interface TestSite {
  origin: string
  db: Db
  site: Site
  publish(given: Record<string, unknown>): Promise<{ id: string; uid: string; slug: string }>
  /** An agenda without events, in French and Paris. */
  addCalendar(handle: string, name: string): Promise<void>
  /** What the pages show of a selection, by UID. */
  shown(selection: EventSelection, options?: { sessions?: boolean }): Promise<Shown[]>
  close(): Promise<void>
}

const SECRET_KEY = "a secret of the tests, 32 characters long"

const EXAMPLE = new URL("../../../examples/communs.json", import.meta.url)

export async function openSite(postgres: Postgres): Promise<TestSite> {
  const database = await createDatabase(postgres)
  const beffroi = await startBeffroi({ databaseUrl: database.url })
  const { db } = openDatabase(database.url, 2)
  const { origin } = beffroi
  const site: Site = {
    origin,
    now: () => new Date(),
    wire: createWire({ origin, keyring: createKeyring(SECRET_KEY) }),
    texts: createTexts({ origin }),
  }
  const publish = (given: Record<string, unknown>) =>
    createEvent(db, site, OPERATOR, parseInput(eventInput, { publish: true, ...given }))
  await load(db, site, OPERATOR, JSON.parse(readFileSync(EXAMPLE, "utf8")))
  const addCalendar = async (handle: string, name: string) => {
    const { id } = (await readPublisher(db))!
    const calendar = { handle, name, kind: "agenda", language: "fr", timeZone: "Europe/Paris", summary: "" } as const
    await transact(db, trx => createCalendar(trx, site, OPERATOR, calendar, id))
  }
  await addHours({ db, site, publish, addCalendar })
  return {
    origin,
    db,
    site,
    publish,
    addCalendar,
    shown: (selection, { sessions = false } = {}) => shown(db, origin, selection, sessions),
    async close() {
      await db.destroy()
      await beffroi.stop()
      await database.drop()
    },
  }
}

/** Nine o'clock in Paris, Réunion and Nouméa, in winter and in summer; whole days; one that is cancelled; sessions in rooms. */
async function addHours({
  db,
  site,
  publish,
  addCalendar,
}: Omit<TestSite, "origin" | "shown" | "close">): Promise<void> {
  await addCalendar("heures", "Heures, « été » ; hiver")
  const year = new Date().getUTCFullYear() + 1
  for (const timeZone of ["Europe/Paris", "Indian/Reunion", "Pacific/Noumea"]) {
    for (const day of [`${year}-01-14`, `${year}-07-14`])
      await publish({
        calendar: "heures",
        title: `Neuf heures, ${timeZone}`,
        start: `${day}T09:00`,
        end: `${day}T10:30`,
        timeZone,
      })
  }
  await publish({ calendar: "heures", title: "Un jour", start: `${year}-03-28` })
  await publish({ calendar: "heures", title: "Trois jours", start: `${year}-10-24`, end: `${year}-10-26` })
  await publish({
    calendar: "heures",
    title: "Sans fin",
    start: `${year}-02-03T18:30`,
    place: { name: "Salle 1, 2 ; 3" },
  })
  const cancelled = await publish({ calendar: "heures", title: "Annulée", start: `${year}-02-04T18:30` })
  await cancelEvent(db, site, OPERATOR, cancelled.id, "La salle est fermée")
  const session = (room: string, hour: number) => ({
    slug: `salle-${room}`,
    title: `Salle ${room}`,
    start: `${year}-05-20T${String(hour).padStart(2, "0")}:00`,
    end: `${year}-05-20T${hour + 1}:00`,
    room,
  })
  await publish({
    calendar: "heures",
    title: "Rencontre",
    start: `${year}-05-20`,
    timeZone: "Indian/Reunion",
    programme: [
      session("a", 9),
      session("b", 11),
      { ...session("c", 12), title: "Salle c, déjeuner", format: "pause" },
      { slug: "sans-heure", title: "Sans heure" },
    ],
  })
}

/** Which there are and what they are called is known here; their hours are those of the pages. */
async function shown(db: Db, origin: string, selection: EventSelection, withSessions: boolean): Promise<Shown[]> {
  const all: Shown[] = []
  for (const event of await withProgrammes(db, await publicEvents(db, selection))) {
    const page = await readPage(origin, event.slug)
    all.push({ uid: event.uid, title: titleWithState(event, event.language), ...page.event })
    const timed = event.sessions.filter(session => session.when)
    expect([...page.sessions.keys()].sort()).toEqual(timed.map(({ slug }) => slug).sort())
    if (withSessions)
      for (const { uid, slug, title } of timed)
        all.push({ uid, title: titleWithState({ ...event, title }, event.language), ...page.sessions.get(slug)! })
  }
  return byUid(all)
}

/** What a library read, in the same words. */
export const asShown = (events: SeenEvent[]): Shown[] =>
  byUid(events.map(({ uid, summary, start, startInstant }) => ({ uid, title: summary, start, startInstant })))

/** The same on the clock of a zone, as programs show it; those that give events UIDs of their own are compared without. */
export const onClock = ({ title, start, startInstant }: Shown, timeZone: string): string => {
  const local = startInstant && Temporal.Instant.from(startInstant).toZonedDateTimeISO(timeZone).toPlainDateTime()
  return `${local ? local.toString({ smallestUnit: "minute" }) : start} ${title}`
}

export const byUid = <T extends { uid: string }>(shown: T[]): T[] => shown.toSorted((a, b) => (a.uid < b.uid ? -1 : 1))
