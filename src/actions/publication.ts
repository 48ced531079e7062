import type { WholeEvent } from "../domain/event.ts"
import { isPast } from "../domain/event.ts"
import { paths } from "../domain/paths.ts"
import { readInstance } from "../store/actors.ts"
import type { Trx } from "../store/db.ts"
import { setEventTexts } from "../store/event-rows.ts"
import { readEvents } from "../store/events.ts"
import { type ObjectToStore, putObject, putObjects } from "../store/objects.ts"
import { setSessionText } from "../store/sessions.ts"
import type { House, WireObject } from "./house.ts"
import { type Sending, send, sendAll } from "./send.ts"

/** Stores an object's bytes, made once, under its id. */
export async function store(
  trx: Trx,
  house: House,
  object: WireObject,
  actorId: string | null,
  page: string | null,
): Promise<number> {
  return putObject(trx, toStore(object, actorId, page, house.now()))
}

export const toStore = (
  { path, type, body }: WireObject,
  actorId: string | null,
  page: string | null,
  now: Date,
): ObjectToStore => ({ path, type, body, actorId, page, now })

/**
 * Renders a published event anew — calendar texts, places, object — and records the activity that tells of it. The past is
 * published without a message: it is in outbox, feeds and archives.
 * @param verb Create the first time, Update afterwards
 */
export const tellOfEvent = async (trx: Trx, house: House, id: string, verb: "Create" | "Update"): Promise<WholeEvent> =>
  (await tellOfEvents(trx, house, [id], verb))[0]!

/** The same for many, in as many statements as for one. */
export async function tellOfEvents(
  trx: Trx,
  house: House,
  ids: readonly string[],
  verb: "Create" | "Update",
): Promise<WholeEvent[]> {
  const now = house.now()
  const events = await readEvents(trx, ids)
  // relays and Mobilizon follow the instance; it names the event, people who follow the calendar see it once
  const instance = verb === "Create" ? await readInstance(trx) : null
  const texts = renderTexts(trx, house, events)
  // PostgreSQL writes while the next is rendered; a failure is met where it is awaited
  texts.catch(() => {})
  const places = new Map(events.flatMap(({ places }) => places.map(place => [place.id, place])))
  const placeObjects = [...places.values()].map(place => toStore(house.wire.place(place), null, null, now))
  const objects = events.map(event => house.wire.event(event))
  const eventObjects = events.map((event, index) =>
    toStore(objects[index]!, event.calendarId, paths.eventPage(event.slug), now),
  )
  await texts
  const versions = putObjects(trx, [...placeObjects, ...eventObjects]).then(all => all.slice(placeObjects.length))
  versions.catch(() => {})
  await sendAll(
    trx,
    house,
    events.flatMap((event, index): Sending[] => {
      const object = objects[index]!
      const audience = isPast(event, now) ? "nobody" : "followers"
      const objectVersion = async () => (await versions)[index]!
      const shared = { objectPath: object.path, objectVersion, audience, listed: true } as const
      const told = { ...shared, type: verb, actor: event.calendar, object }
      if (!instance) return [told]
      return [told, { ...shared, type: "Announce", actor: instance, object: house.origin + object.path }]
    }),
  )
  return events
}

/** The stored calendar texts of events and their sessions; feeds only join them. */
export async function renderTexts(trx: Trx, house: House, events: readonly WholeEvent[]): Promise<void> {
  await setEventTexts(
    trx,
    events.map(event => ({ id: event.id, ical: house.texts.event(event) })),
  )
  for (const event of events) {
    for (const session of event.sessions) {
      if (session.when) await setSessionText(trx, session.id, house.texts.session(session, event))
    }
  }
}

/** Replaces an object by its Tombstone and tells followers. */
export async function tellOfDeletion(
  trx: Trx,
  house: House,
  object: {
    path: string
    type: string
    page: string | null
    calendar: WholeEvent["calendar"]
    quiet: boolean
    thread?: string
  },
): Promise<void> {
  const now = house.now()
  const tombstone = house.wire.tombstone(object.path, object.type, now)
  const { calendar, path, page, thread = path } = object
  await putObject(trx, {
    path,
    type: "Tombstone",
    body: tombstone.body,
    actorId: calendar.id,
    page,
    gone: true,
    now,
  })
  const audience = object.quiet ? "nobody" : "followers"
  await send(trx, house, {
    type: "Delete",
    actor: calendar,
    object: tombstone,
    objectPath: path,
    thread,
    audience,
    listed: true,
  })
}
