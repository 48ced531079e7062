import { randomUUID } from "node:crypto"
import type { Actor } from "../domain/calendar.ts"
import { refusedBy } from "../domain/dialect.ts"
import { readInstance } from "../store/actors.ts"
import type { Db } from "../store/db.ts"
import { deliverTo, fanOutAll, insertOutbox, notify, type OutboxRow } from "../store/outbox.ts"
import type { ActivityToRender, House } from "./house.ts"

export interface Sending {
  type: string
  actor: Actor
  /** what the activity embeds, or the IRI it names */
  object: ActivityToRender["object"]
  /** IRI of what an Accept brought into being */
  result?: string
  /** our object that it is about, if any: its id's path */
  objectPath: string | null
  /** known when the object is written: the activity is rendered meanwhile */
  objectVersion?: number | (() => Promise<number>)
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
export const send = async (trx: Db, house: House, sending: Sending): Promise<string> =>
  (await sendAll(trx, house, [sending]))[0]!

/** The same for many: one statement for all their rows, one for the deliveries of those that go to the same followers. */
export async function sendAll(trx: Db, house: House, sendings: readonly Sending[]): Promise<string[]> {
  if (sendings.length === 0) return []
  const now = house.now()
  const rows = await writeActivities(trx, house, sendings)
  const toFollowers: { to: string; told: Told; actorId: string; refusedBy: string[]; throughInstance: boolean }[] = []
  for (const [index, { actor, audience, objectPath, thread, dueAt = now }] of sendings.entries()) {
    const { id: outboxId, type, objectType } = rows[index]!
    const told = { outboxId, thread: thread ?? objectPath ?? outboxId, dueAt }
    if (typeof audience === "object") await deliverTo(trx, { ...told, actorId: actor.id, inboxes: audience.inboxes })
    if (audience !== "followers") continue
    const throughInstance = objectType === "Event" && actor.kind === "calendar"
    const refused = refusedBy(type, objectType ?? null)
    toFollowers.push({
      to: JSON.stringify([actor.id, refused, throughInstance]),
      told,
      actorId: actor.id,
      refusedBy: refused,
      throughInstance,
    })
  }
  for (const group of Map.groupBy(toFollowers, ({ to }) => to).values()) {
    const { actorId, refusedBy, throughInstance } = group[0]!
    const instanceId = throughInstance ? (await readInstance(trx)).id : null
    await fanOutAll(
      trx,
      group.map(({ told }) => told),
      { actorId, refusedBy, instanceId },
    )
  }
  if (sendings.some(({ audience }) => audience !== "nobody")) await notify(trx, "beffroi_delivery")
  return rows.map(({ id }) => id)
}

type Told = Parameters<typeof fanOutAll>[1][number]

/** While PostgreSQL writes some, the next are signed beside and those after them rendered. */
const AT_ONCE = 50

async function writeActivities(trx: Db, house: House, sendings: readonly Sending[]): Promise<OutboxRow[]> {
  const rows: OutboxRow[] = []
  let made: Promise<OutboxRow[]> | undefined
  let written: Promise<void> | undefined
  const write = async () => {
    const some = await made!
    await written
    written = insertOutbox(trx, ...some)
    // awaited in the next round; until then its failure is nobody's
    written.catch(() => {})
    rows.push(...some)
  }
  for (let at = 0; at < sendings.length; at += AT_ONCE) {
    const next = Promise.all(sendings.slice(at, at + AT_ONCE).map(sending => outboxRow(trx, house, sending)))
    next.catch(() => {})
    if (made) await write()
    made = next
  }
  await write()
  await written
  return rows
}

/** The final bytes of an activity. */
async function outboxRow(trx: Db, house: House, sending: Sending): Promise<OutboxRow> {
  const now = house.now()
  const { actor, audience, object, objectPath, objectVersion: version, type } = sending
  const id = randomUUID()
  const personal = typeof audience === "object"
  const body = await house.wire.activity(trx, {
    id,
    type,
    actor,
    object,
    published: now,
    ...(sending.result && { result: sending.result }),
    ...(personal && { to: audience.to }),
  })
  return {
    id,
    actorId: actor.id,
    type,
    objectPath,
    objectType: typeof object === "string" ? null : formerType(object),
    objectVersion: typeof version === "function" ? await version() : (version ?? null),
    body,
    listed: sending.listed,
    publishedAt: now,
  }
}

/** A Tombstone counts as what it was: who takes Events takes their Delete. */
function formerType(object: Exclude<ActivityToRender["object"], string>): string {
  return "json" in object && object.type === "Tombstone" ? String(object.json.formerType) : object.type
}
