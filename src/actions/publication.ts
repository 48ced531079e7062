import type { WholeEvent } from "../domain/event.ts"
import { isPast } from "../domain/event.ts"
import { paths } from "../domain/paths.ts"
import { readInstance } from "../store/actors.ts"
import type { Trx } from "../store/db.ts"
import { updateEventRow } from "../store/event-rows.ts"
import { readEvent } from "../store/events.ts"
import { putObject } from "../store/objects.ts"
import { setSessionText } from "../store/sessions.ts"
import type { House, WireObject } from "./house.ts"
import { send } from "./send.ts"

/** Stores an object's bytes, made once, under its id. */
export async function store(
  trx: Trx,
  house: House,
  object: WireObject,
  actorId: string | null,
  page: string | null,
): Promise<number> {
  const { path, type, json } = object
  return putObject(trx, { path, type, body: JSON.stringify(json), actorId, page, now: house.now() })
}

/**
 * Renders a published event anew — calendar texts, places, object — and records the activity that tells of it. The past is
 * published without a message: it is in outbox, feeds and archives.
 * @param verb Create the first time, Update afterwards
 */
export async function tellOfEvent(trx: Trx, house: House, id: string, verb: "Create" | "Update"): Promise<WholeEvent> {
  const event = (await readEvent(trx, { id }))!
  await renderTexts(trx, house, event)
  for (const place of event.places) await store(trx, house, house.wire.place(place), null, null)
  const object = house.wire.event(event)
  const version = await store(trx, house, object, event.calendarId, paths.eventPage(event.slug))
  const audience = isPast(event, house.now()) ? "nobody" : "followers"
  const shared = { objectPath: object.path, objectVersion: version }
  await send(trx, house, { ...shared, type: verb, actor: event.calendar, object: object.json, audience, listed: true })
  if (verb === "Create") {
    // relays and Mobilizon follow the instance; it names the event, people who follow the calendar see it once
    const actor = await readInstance(trx)
    await send(trx, house, {
      ...shared,
      type: "Announce",
      actor,
      object: house.origin + object.path,
      audience,
      listed: true,
    })
  }
  return event
}

/** The stored calendar texts of an event and its sessions; feeds only join them. */
export async function renderTexts(trx: Trx, house: House, event: WholeEvent): Promise<void> {
  await updateEventRow(trx, event.id, { ical: house.texts.event(event) })
  for (const session of event.sessions) {
    if (session.when) await setSessionText(trx, session.id, house.texts.session(session, event))
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
    body: JSON.stringify(tombstone.json),
    actorId: calendar.id,
    page,
    gone: true,
    now,
  })
  const audience = object.quiet ? "nobody" : "followers"
  await send(trx, house, {
    type: "Delete",
    actor: calendar,
    object: tombstone.json,
    objectPath: path,
    thread,
    audience,
    listed: true,
  })
}
