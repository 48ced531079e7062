import { isDeepStrictEqual } from "node:util"
import type { By } from "../../domain/by.ts"
import { type EventFields, fieldsOfEvent, type WholeEvent } from "../../domain/event.ts"
import type { EventPatch } from "../../input/event.ts"
import { patchFields } from "../../input/event-fields.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { replaceVenues, updateEventRow } from "../../store/event-rows.ts"
import { readEvent } from "../../store/events.ts"
import { audit } from "../audit.ts"
import { tellOfEvent } from "../outbox/announce.ts"
import type { Site } from "../site.ts"
import { authorizedEvent, subjectOf } from "./authorized.ts"
import { columnsOf } from "./drafts.ts"
import { writeProgramme } from "./programme.ts"

/**
 * Corrects an event. Followers' copies are updated and no message is sent; nothing at all happens when nothing changed.
 */
export async function updateEvent(db: Db, site: Site, by: By, id: string, patch: EventPatch): Promise<WholeEvent> {
  return transact(db, async trx => {
    const event = await authorizedEvent(trx, by, "event:edit", id)
    const changed = await changeFields(trx, site, event, patchFields(fieldsOfEvent(event), patch))
    if (changed !== event) await audit(trx, site, by, "event:edit", subjectOf(event, { fields: Object.keys(patch) }))
    return changed
  })
}

/** Brings an event to these fields; the caller holds its lock. */
export async function changeFields(trx: Trx, site: Site, event: WholeEvent, fields: EventFields): Promise<WholeEvent> {
  const old = fieldsOfEvent(event)
  if (isDeepStrictEqual(old, fields)) return event
  const moved = !isDeepStrictEqual(
    [old.when, old.places, old.onlineUrl],
    [fields.when, fields.places, fields.onlineUrl],
  )
  const edit = edited(event, site)
  await updateEventRow(trx, event.id, {
    ...columnsOf(fields),
    ...edit,
    ...(moved && { sequence: event.sequence + 1 }),
  })
  if (!isDeepStrictEqual(old.places, fields.places)) await replaceVenues(trx, event.id, fields.places)
  if (!isDeepStrictEqual(old.sessions, fields.sessions))
    await writeProgramme(trx, site, event, fields.sessions, edit.changedAt)
  return event.state === "published"
    ? tellOfEvent(trx, site, event.id, "Update")
    : (await readEvent(trx, { id: event.id }))!
}

/** `updated` grows by a second at least: it is sent in seconds, and GoToSocial rejects one that does not grow. */
export function edited(
  event: Pick<WholeEvent, "publishedAt" | "updatedAt">,
  site: Site,
): { changedAt: Date; updatedAt?: Date } {
  const now = site.now()
  const last = event.updatedAt ?? event.publishedAt
  if (!last) return { changedAt: now }
  const updatedAt = new Date(Math.max(now.getTime(), last.getTime() + 1000))
  return { changedAt: updatedAt, updatedAt }
}
