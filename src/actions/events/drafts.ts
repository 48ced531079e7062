import { randomUUID } from "node:crypto"
import type { Calendar } from "../../domain/calendar.ts"
import type { EventFields, EventStatus, WholeEvent } from "../../domain/event.ts"
import type { Provenance } from "../../domain/provenance.ts"
import { instantsOf } from "../../domain/time.ts"
import type { Trx } from "../../store/db.ts"
import { insertEvents, insertVenues } from "../../store/event-rows.ts"
import { findOrCreatePlaces } from "../../store/places.ts"
import { firstUidsOf } from "../../store/public/series.ts"
import { insertSessions } from "../../store/sessions.ts"
import { mapInTurns } from "../outbox/turns.ts"
import type { Site } from "../site.ts"
import { programmeOf } from "./programme.ts"

/** A new event, before it has rows. */
export interface Draft {
  calendar: Calendar
  fields: EventFields
  slug: string
  status?: EventStatus
  full?: boolean
  seriesId?: string | null
  /** its origin's; one of ours when left out */
  uid?: string
  /** public from the beginning: the caller announces it in the same transaction */
  publishedAt?: Date | null
  /** the caller records it in the same transaction */
  source?: Provenance | null
}

/** The rows of a new event, which nobody sees yet. */
export const insertDraft = async (trx: Trx, site: Site, draft: Draft, authorId: string | null): Promise<WholeEvent> =>
  (await insertDrafts(trx, site, [draft], authorId))[0]!

/** The same for many, in order. */
export async function insertDrafts(
  trx: Trx,
  site: Site,
  drafts: readonly Draft[],
  authorId: string | null,
): Promise<WholeEvent[]> {
  const events = await draftEvents(trx, site, drafts)
  await insertRowsOf(trx, await renderRows(site, events, authorId))
  return events
}

/** The events that drafts become, as they will be read, before they have rows; places that are new get theirs. */
export async function draftEvents(trx: Trx, site: Site, drafts: readonly Draft[]): Promise<WholeEvent[]> {
  const now = site.now()
  const host = new URL(site.origin).host
  const venues = await findOrCreatePlaces(
    trx,
    drafts.flatMap(({ fields }) => fields.places),
  )
  let venue = 0
  const events = drafts.map(({ calendar, fields, slug, uid, source = null, ...draft }): WholeEvent => {
    const id = randomUUID()
    const { seriesId = null, status = "scheduled", full = false, publishedAt = null } = draft
    const createdAt = publishedAt ?? now
    const { places, sessions, when, ...content } = fields
    return {
      ...content,
      ...instantsOf(when),
      id,
      calendarId: calendar.id,
      calendar,
      slug,
      uid: uid ?? `${id}@${host}`,
      state: publishedAt ? "published" : "draft",
      status,
      full,
      when,
      previous: null,
      seriesId,
      sequence: 0,
      createdAt,
      publishedAt,
      updatedAt: null,
      deletedAt: null,
      changedAt: createdAt,
      places: places.map(() => venues[venue++]!),
      sessions: programmeOf(site, id, sessions, { changedAt: createdAt }),
      news: [],
      seriesFirstUid: null,
      source,
    }
  })
  return withFirstUids(trx, events)
}

/** The first of a series is the one that was public first, and of those that become public together the earliest. */
async function withFirstUids(trx: Trx, events: WholeEvent[]): Promise<WholeEvent[]> {
  const series = [...new Set(events.map(({ seriesId }) => seriesId).filter(id => id !== null))]
  if (series.length === 0) return events
  const first = await firstUidsOf(trx, series)
  const order = (a: WholeEvent, b: WholeEvent) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1)
  for (const { seriesId, state, uid } of events.toSorted(order)) {
    if (seriesId !== null && state === "published" && !first.has(seriesId)) first.set(seriesId, uid)
  }
  return events.map(event => {
    const uid = event.seriesId === null ? undefined : first.get(event.seriesId)
    return uid === undefined || uid === event.uid ? event : { ...event, seriesFirstUid: uid }
  })
}

/** What is written of new events. */
export interface EventRows {
  events: Parameters<typeof insertEvents>[1]
  venues: Parameters<typeof insertVenues>[1]
  sessions: Parameters<typeof insertSessions>[1]
}

/** What is public has its calendar texts from the beginning: each row would be written twice, with all that it has in indexes. */
export const renderRows = async (
  site: Site,
  events: readonly WholeEvent[],
  authorId: string | null,
): Promise<EventRows> => ({
  events: await mapInTurns(events, event => {
    const { calendar, when, places, sessions, news, seriesFirstUid, source, ...row } = event
    return { ...row, authorId, ...clockOf(when), ical: row.state === "published" ? site.texts.event(event) : null }
  }),
  venues: events.map(({ id, places }) => ({ eventId: id, places })),
  sessions: events.flatMap(event =>
    event.sessions.map(session => ({
      ...session,
      ical: event.state === "published" && session.when ? site.texts.session(session, event) : null,
    })),
  ),
})

export async function insertRowsOf(trx: Trx, { events, venues, sessions }: EventRows): Promise<void> {
  await insertEvents(trx, events)
  await insertVenues(trx, venues)
  await insertSessions(trx, sessions)
}

/** What an event says, as its row has it; venues and programme have their own. */
export function columnsOf({ when, places: _, sessions: __, ...fields }: EventFields) {
  return { ...fields, ...clockOf(when), ...instantsOf(when) }
}

const clockOf = ({ start, end, allDay, timeZone }: EventFields["when"]) => ({
  startLocal: start,
  endLocal: end,
  allDay,
  timeZone,
})
