import { type NotNull, sql } from "kysely"
import { hostOf } from "../domain/hosts.ts"
import type { Partner, PartnerEvent } from "../domain/partner-event.ts"
import { blockedHosts } from "./blocked-hosts.ts"
import type { Db } from "./db.ts"
import { READING_COLUMNS, readingOf } from "./partner-readings.ts"

/** Which events of partners: those that take place in [from, to). */
export interface PartnerSelection {
  partners: readonly Partner[]
  from?: Date
  to?: Date
  limit: number
}

/** An event, and when what is shown of it last changed: enough to tell whether a reader has it. */
export interface PartnerEventKey {
  id: string
  changedAt: Date
}

const ids = (partners: readonly Partner[]) => partners.map(({ id }) => id)

/** What may be shown of partners' events, but for those on blocked hosts. */
const listed = (db: Db, partners: readonly Partner[]) =>
  db
    .selectFrom("partnerEvent")
    .where("remoteId", "in", ids(partners))
    .where("deletedAt", "is", null)
    .where("listed", "=", true)

/** The events of a selection by their start, without those whose own host is blocked. */
export async function partnerEventKeys(
  db: Db,
  { partners, from, to, limit }: PartnerSelection,
): Promise<PartnerEventKey[]> {
  if (partners.length === 0) return []
  let query = listed(db, partners).select(["id", "changedAt"]).orderBy("startsAt").orderBy("id").limit(limit)
  if (from) query = query.where("overAt", ">", from)
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
  const rows = await listed(db, partners)
    .select(["remoteId", db.fn.countAll<number>().as("events")])
    .where("overAt", ">", from)
    .groupBy("remoteId")
    .execute()
  return new Map(rows.map(({ remoteId, events }) => [remoteId, Number(events)]))
}

/** The listed events among these, in the given order. */
export async function readPartnerEvents(
  db: Db,
  partners: readonly Partner[],
  keys: readonly PartnerEventKey[],
): Promise<PartnerEvent[]> {
  if (keys.length === 0) return []
  const rows = await listed(db, partners)
    .select(["id", "remoteId", "startsAt", "endsAt", "overAt", "receivedAt", "changedAt", ...READING_COLUMNS])
    .where("id", "=", sql<string>`any(${keys.map(({ id }) => id)}::text[])`)
    .$narrowType<{ startsAt: NotNull; overAt: NotNull }>()
    .execute()
  const partnerOf = new Map(partners.map(partner => [partner.id, partner]))
  const events = new Map(
    rows.map(row => {
      const { id, startsAt, endsAt, overAt, receivedAt, changedAt } = row
      const { when, assumedTimeZone: _, authors: __, isListed: ___, ...facts } = readingOf(row)
      const partner = partnerOf.get(row.remoteId)!
      return [id, { ...facts, id, partner, when: when!, startsAt, endsAt, overAt, receivedAt, changedAt }]
    }),
  )
  return keys.flatMap(({ id }) => events.get(id) ?? [])
}

/** When what may be shown of them last changed or went; null when there was nothing. */
export async function partnersChanged(db: Db, partners: readonly Partner[]): Promise<Date | null> {
  if (partners.length === 0) return null
  const { changed } = await db
    .selectFrom("partnerEvent")
    .select(sql<Date | null>`max(greatest(changed_at, deleted_at))`.as("changed"))
    .where("remoteId", "in", ids(partners))
    .executeTakeFirstOrThrow()
  return changed
}
