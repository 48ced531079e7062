import { randomUUID } from "node:crypto"
import type { Actor } from "../domain/calendar.ts"
import { refusedBy } from "../domain/dialect.ts"
import { readInstance } from "../store/actors.ts"
import type { Db } from "../store/db.ts"
import { deliverTo, fanOut, insertOutbox, notify } from "../store/outbox.ts"
import type { House } from "./house.ts"

export interface Sending {
  type: string
  actor: Actor
  /** what the activity embeds, or the IRI it names */
  object: Record<string, unknown> | string
  /** IRI of what an Accept brought into being */
  result?: string
  /** our object that it is about, if any: its id's path */
  objectPath: string | null
  objectVersion?: number
  /** defaults to the path: activities of one thread reach an inbox in order */
  thread?: string
  audience: "followers" | "nobody" | { inboxes: string[]; to: string[] }
  /** whether the public outbox lists it */
  listed: boolean
  /** a later time leaves room to take it back */
  dueAt?: Date
}

/**
 * Records an activity and the promise to deliver it, in the caller's transaction: the outbox row holds the final bytes,
 * so whatever happens later the same activity goes out.
 * @returns the id of the activity
 */
export async function send(trx: Db, house: House, sending: Sending): Promise<string> {
  const { actor, audience, object, objectPath, type } = sending
  const id = randomUUID()
  const now = house.now()
  const personal = typeof audience === "object"
  const rendered = await house.wire.activity(trx, {
    id,
    type,
    actor,
    object,
    published: now,
    ...(sending.result && { result: sending.result }),
    ...(personal && { to: audience.to }),
  })
  const objectType = typeof object === "string" ? null : formerType(object)
  await insertOutbox(trx, {
    id,
    actorId: actor.id,
    type,
    objectPath,
    objectType,
    objectVersion: sending.objectVersion ?? null,
    body: rendered.body,
    variants: rendered.variants,
    listed: sending.listed,
    publishedAt: now,
  })
  if (audience === "nobody") return id
  const row = {
    outboxId: id,
    actorId: actor.id,
    thread: sending.thread ?? objectPath ?? id,
    dueAt: sending.dueAt ?? now,
  }
  if (personal) {
    await deliverTo(trx, { ...row, inboxes: audience.inboxes })
  } else {
    const throughInstance = objectType === "Event" && actor.kind === "calendar"
    const instanceId = throughInstance ? (await readInstance(trx)).id : null
    await fanOut(trx, { ...row, refusedBy: refusedBy(type, objectType), instanceId })
  }
  await notify(trx, "beffroi_delivery")
  return id
}

/** A Tombstone counts as what it was: who takes Events takes their Delete. */
function formerType(object: Record<string, unknown>): string | null {
  const type = object.type === "Tombstone" ? object.formerType : object.type
  return typeof type === "string" ? type : null
}
