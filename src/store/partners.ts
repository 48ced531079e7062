import { sql } from "kysely"
import { hostOf } from "../domain/hosts.ts"
import { type KeptPartnerEvent, type Partner, partnerOf } from "../domain/partner-event.ts"
import { blockedHosts } from "./blocked-hosts.ts"
import type { Db } from "./db.ts"

/** Those whom we follow or asked to, but those who refused and blocked hosts, by name. */
export async function listPartners(db: Db): Promise<Partner[]> {
  const [rows, isBlocked] = await Promise.all([
    db
      .selectFrom("remoteActor")
      .select(["id", "host", "handle", "name", "url"])
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom("following")
            .select("remoteId")
            .whereRef("following.remoteId", "=", "remoteActor.id")
            .where("following.state", "<>", "rejected"),
        ),
      )
      .execute(),
    blockedHosts(db),
  ])
  return rows
    .filter(({ host, id }) => !isBlocked(host) && !isBlocked(hostOf(id)))
    .map(partnerOf)
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
}

/** Which events of partners: those that take place in [from, to). */
export interface PartnerSelection {
  partners: readonly Partner[]
  from?: Date
  to?: Date
  limit: number
}

/** An event, and when what we know of it last changed: enough to tell whether a reader has it. */
export interface PartnerEventKey {
  id: string
  changedAt: Date
}

/** What may be shown of partners' events (migration 0008), but for those on blocked hosts. */
const shown = (db: Db, partners: readonly Partner[]) =>
  db
    .selectFrom("partnerEvent")
    .where(
      "remoteId",
      "in",
      partners.map(({ id }) => id),
    )
    .where("deletedAt", "is", null)
    .where("shown", "=", true)

/** Events that say no end, or none that can be meant, are over a day after they began. */
const OVER = sql<Date>`case when ends_at between starts_at and starts_at + interval '366 days'
  then greatest(ends_at, starts_at) else starts_at + interval '1 day' end`

export async function partnerEventKeys(
  db: Db,
  { partners, from, to, limit }: PartnerSelection,
): Promise<PartnerEventKey[]> {
  if (partners.length === 0) return []
  let query = shown(db, partners).select(["id", "changedAt"]).orderBy("startsAt").orderBy("id").limit(limit)
  if (from) query = query.where(OVER, ">", from)
  if (to) query = query.where("startsAt", "<", to)
  const [rows, isBlocked] = await Promise.all([query.execute(), blockedHosts(db)])
  return rows.filter(({ id }) => !isBlocked(hostOf(id)))
}

/** How many events each partner has that are not over, by the partner's id. */
export async function countPartnerEvents(
  db: Db,
  partners: readonly Partner[],
  from: Date,
): Promise<Map<string, number>> {
  if (partners.length === 0) return new Map()
  const rows = await shown(db, partners)
    .select(["remoteId", db.fn.countAll<number>().as("events")])
    .where(OVER, ">", from)
    .groupBy("remoteId")
    .execute()
  return new Map(rows.map(({ remoteId, events }) => [remoteId, Number(events)]))
}

/** Pieces in which they are read: each may be 64 kB. */
const PIECE = 100

/** What was kept of them, in the given order, with the partner that each came from. */
export async function* readPartnerEvents(
  db: Db,
  keys: readonly PartnerEventKey[],
): AsyncGenerator<KeptPartnerEvent & { remoteId: string }> {
  for (let at = 0; at < keys.length; at += PIECE) {
    const ids = keys.slice(at, at + PIECE).map(({ id }) => id)
    const rows = await db
      .selectFrom("partnerEvent")
      .select(["id", "remoteId", "name", "document", "receivedAt", "changedAt"])
      .where("id", "in", ids)
      .execute()
    const found = new Map(rows.map(row => [row.id, row]))
    for (const id of ids) {
      const row = found.get(id)
      if (row) yield row
    }
  }
}

/** When what may be shown of them last changed or went; null when there was nothing. */
export async function partnersChanged(db: Db, partners: readonly Partner[]): Promise<Date | null> {
  if (partners.length === 0) return null
  const { changed } = await db
    .selectFrom("partnerEvent")
    .select(sql<Date | null>`max(greatest(changed_at, deleted_at))`.as("changed"))
    .where(
      "remoteId",
      "in",
      partners.map(({ id }) => id),
    )
    .executeTakeFirstOrThrow()
  return changed
}
