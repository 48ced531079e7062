import { randomUUID } from "node:crypto"
import type { Actor } from "../../domain/calendar.ts"
import { refusedBy } from "../../domain/dialect.ts"
import { readInstance } from "../../store/actors.ts"
import type { Db } from "../../store/db.ts"
import { deliverTo, fanOutAll, insertOutbox, type OutboxRow } from "../../store/outbox.ts"
import { notify } from "../../store/queue.ts"
import type { EmbeddedActivity, Site, WireObject } from "../site.ts"

export interface Sending {
  type: string
  actor: Actor
  /** what the activity embeds, or the IRI it names */
  object: WireObject | EmbeddedActivity | string
  /** IRI of what an Accept brought into being */
  result?: string
  /** our object that it is about, if any: its id's path */
  objectPath: string | null
  objectVersion?: number
  /** defaults to the path: activities of one thread reach an inbox in order */
  thread?: string
  /** what is said to nobody is about an object of ours and says what that says: it is rendered for who asks for it */
  audience: "followers" | "nobody" | { inboxes: string[]; to: string[] }
  /** whether the public outbox lists it */
  listed: boolean
  /** a later time leaves room to take it back */
  dueAt?: Date
}

/**
 * Records an activity and the promise to deliver it, in the caller's transaction: the outbox row holds the final bytes
 * of what is to be delivered, so whatever happens later the same activity goes out.
 * @returns the id of the activity
 */
export async function send(trx: Db, site: Site, sending: Sending): Promise<string> {
  const rendered = await renderActivities(trx, site, [sending])
  await recordActivities(trx, site, rendered)
  return rendered[0]!.row.id
}

/** An activity with its final bytes, before it is recorded. */
export interface RenderedActivity {
  sending: Sending
  row: OutboxRow
}

/** One statement for all their rows, one for the deliveries of those that go to the same followers. */
export async function recordActivities(trx: Db, site: Site, rendered: readonly RenderedActivity[]): Promise<void> {
  if (rendered.length === 0) return
  const now = site.now()
  await insertOutbox(trx, ...rendered.map(({ row }) => row))
  const toFollowers: {
    to: string
    fanOut: QueuedFanOut
    actorId: string
    refusedBy: string[]
    throughInstance: boolean
  }[] = []
  for (const { sending, row } of rendered) {
    const { actor, audience, objectPath, thread, dueAt = now } = sending
    const { id: outboxId, type, objectType } = row
    const fanOut = { outboxId, thread: thread ?? objectPath ?? outboxId, dueAt }
    if (typeof audience === "object") await deliverTo(trx, { ...fanOut, actorId: actor.id, inboxes: audience.inboxes })
    if (audience !== "followers") continue
    const throughInstance = objectType === "Event" && actor.kind === "calendar"
    const refused = refusedBy(type, objectType ?? null)
    toFollowers.push({
      to: JSON.stringify([actor.id, refused, throughInstance]),
      fanOut,
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
      group.map(({ fanOut }) => fanOut),
      { actorId, refusedBy, instanceId },
    )
  }
  if (rendered.some(({ sending }) => sending.audience !== "nobody")) await notify(trx, "beffroi_delivery")
}

type QueuedFanOut = Parameters<typeof fanOutAll>[1][number]

/** While some are signed beside, the next are rendered. */
const AT_ONCE = 25

export async function renderActivities(db: Db, site: Site, sendings: readonly Sending[]): Promise<RenderedActivity[]> {
  const rendered: RenderedActivity[] = []
  let signing: Promise<RenderedActivity[]> = Promise.resolve([])
  for (let at = 0; at < sendings.length; at += AT_ONCE) {
    const next = Promise.all(sendings.slice(at, at + AT_ONCE).map(sending => renderActivity(db, site, sending)))
    next.catch(() => {})
    rendered.push(...(await signing))
    signing = next
  }
  return [...rendered, ...(await signing)]
}

/** With its final bytes, where anybody is sent them: of an import of the past they were a quarter of the time. */
async function renderActivity(db: Db, site: Site, sending: Sending): Promise<RenderedActivity> {
  const now = site.now()
  const { actor, audience, object, objectPath, objectVersion = null, result, type } = sending
  const id = randomUUID()
  const body = async () => {
    const to = typeof audience === "object" && { to: audience.to }
    return site.wire.activity(db, { id, type, actor, object, published: now, ...(result && { result }), ...to })
  }
  const row = {
    id,
    actorId: actor.id,
    type,
    objectPath,
    objectType: typeof object === "string" ? null : formerType(object),
    objectVersion,
    body: audience === "nobody" ? null : await body(),
    listed: sending.listed,
    publishedAt: now,
  }
  return { sending, row }
}

/** A Tombstone counts as what it was: who takes Events takes their Delete. */
function formerType(object: WireObject | EmbeddedActivity): string {
  return "json" in object && object.type === "Tombstone" ? String(object.json.formerType) : object.type
}
