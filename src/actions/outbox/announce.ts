import type { Actor } from "../../domain/calendar.ts"
import type { WholeEvent } from "../../domain/event.ts"
import { isPast } from "../../domain/event.ts"
import { paths } from "../../domain/paths.ts"
import { readInstance } from "../../store/actors.ts"
import type { Db, Trx } from "../../store/db.ts"
import { setEventTexts } from "../../store/event-rows.ts"
import { readEvents } from "../../store/events.ts"
import { type ObjectToStore, putObjects } from "../../store/objects.ts"
import { setSessionText } from "../../store/sessions.ts"
import type { Site } from "../site.ts"
import { toStore } from "./objects.ts"
import { type RenderedActivity, recordActivities, renderActivities, type Sending } from "./send.ts"
import { mapInTurns } from "./turns.ts"

/**
 * Renders a published event anew — calendar texts, places, object — and records the activity that tells of it. The past is
 * published without a message: it is in outbox, feeds and archives.
 * @param verb Create the first time, Update afterwards
 */
export const tellOfEvent = async (trx: Trx, site: Site, id: string, verb: "Create" | "Update"): Promise<WholeEvent> =>
  (await tellOfEvents(trx, site, [id], verb))[0]!

/** The same for many, in as many statements as for one. */
export async function tellOfEvents(
  trx: Trx,
  site: Site,
  ids: readonly string[],
  verb: "Create" | "Update",
): Promise<WholeEvent[]> {
  const events = await readEvents(trx, ids)
  await renderTexts(trx, site, events)
  await announce(trx, site, events, verb)
  return events
}

/** What tells of events whose calendar texts are rendered: their objects, and the activities. */
export const announce = async (
  trx: Trx,
  site: Site,
  events: readonly WholeEvent[],
  verb: "Create" | "Update",
): Promise<void> => {
  // relays and Mobilizon follow the instance; it names the event, people who follow the calendar see it once
  const instance = verb === "Create" ? await readInstance(trx) : null
  await record(trx, site, await renderAnnouncement(trx, site, events, { verb, instance }))
}

interface Telling {
  verb: "Create" | "Update"
  instance: Actor | null
  renderedPlaces?: Set<string>
  followed?: boolean
}

/** What tells of events, before any of it is recorded. */
export interface Announcement {
  places: ObjectToStore[]
  objects: ObjectToStore[]
  activities: RenderedActivity[]
}

/**
 * Nothing is read but keys, once: this goes on while PostgreSQL is at something else.
 * @param instance announces them as well
 * @param known ids of places whose objects are there; those of these events are added
 * @param heard whether anybody follows who tells
 */
export async function renderAnnouncement(
  db: Db,
  site: Site,
  events: readonly WholeEvent[],
  { verb, instance, renderedPlaces = new Set(), followed = true }: Telling,
): Promise<Announcement> {
  const now = site.now()
  const places = events
    .flatMap(({ places }) => places)
    .filter(({ id }) => !renderedPlaces.has(id) && renderedPlaces.add(id))
  const objects = await mapInTurns(events, event => site.wire.event(event))
  const sendings = events.flatMap((event, index): Sending[] => {
    const object = objects[index]!
    const shared = {
      objectPath: object.path,
      audience: followed && !isPast(event, now) ? "followers" : "nobody",
      listed: true,
    } as const
    const announcement = { ...shared, type: verb, actor: event.calendar, object }
    if (!instance) return [announcement]
    return [announcement, { ...shared, type: "Announce", actor: instance, object: site.origin + object.path }]
  })
  return {
    places: places.map(place => toStore(site.wire.place(place), null, null, now)),
    objects: events.map((event, index) => toStore(objects[index]!, event.calendarId, paths.eventPage(event.slug), now)),
    activities: await renderActivities(db, site, sendings),
  }
}

export async function record(trx: Trx, site: Site, { places, objects, activities }: Announcement): Promise<void> {
  const written = (await putObjects(trx, [...places, ...objects])).slice(places.length)
  const versions = new Map<string | null | undefined, number>(objects.map(({ path }, at) => [path, written[at]!]))
  await recordActivities(
    trx,
    site,
    activities.map(({ sending, row }) => ({
      sending,
      row: { ...row, objectVersion: versions.get(row.objectPath)! },
    })),
  )
}

/** The stored calendar texts of events and their sessions; feeds only join them. */
export async function renderTexts(trx: Trx, site: Site, events: readonly WholeEvent[]): Promise<void> {
  await setEventTexts(
    trx,
    events.map(event => ({ id: event.id, ical: site.texts.event(event) })),
  )
  for (const event of events) {
    for (const session of event.sessions) {
      if (session.when) await setSessionText(trx, session.id, site.texts.session(session, event))
    }
  }
}
