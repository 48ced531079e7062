import type { Db } from "../../src/store/db.ts"
import type { Database } from "../../src/store/schema/database.ts"

/** Everything that actions write. */
export const WRITTEN = [
  "actor",
  "actorKey",
  "calendar",
  "place",
  "event",
  "eventPlace",
  "session",
  "interview",
  "news",
  "object",
  "outbox",
  "delivery",
] as const satisfies (keyof Database)[]

/** Whole tables as text, to be compared: two dumps are equal when nothing at all was written between them. */
export async function dump(db: Db): Promise<Record<string, string[]>> {
  const tables: [string, string[]][] = []
  for (const name of WRITTEN) {
    const rows = await db
      .selectFrom(name as "event")
      .selectAll()
      .execute()
    tables.push([name, rows.map(row => JSON.stringify(row)).sort()])
  }
  return Object.fromEntries(tables)
}

export interface SentActivity {
  id: string
  type: string
  actor: string
  objectPath: string | null
  objectType: string | null
  listed: boolean
  /** null when nobody was sent it */
  // biome-ignore lint/suspicious/noExplicitAny: what goes on the wire is compared, not typed
  json: any
  /** inboxes with the variant that each gets, in order */
  inboxes: [inbox: string, variant: string][]
}

/** The outbox since a row, oldest first, with who gets what. */
export async function sentSince(db: Db, seq: number): Promise<SentActivity[]> {
  const rows = await db
    .selectFrom("outbox")
    .innerJoin("actor", "actor.id", "outbox.actorId")
    .selectAll("outbox")
    .select("actor.handle")
    .where("outbox.seq", ">", seq)
    .orderBy("outbox.seq")
    .execute()
  const deliveries = await db
    .selectFrom("delivery")
    .select(["outboxId", "inbox", "variant"])
    .orderBy("inbox")
    .orderBy("variant")
    .execute()
  return rows.map(({ id, type, handle, objectPath, objectType, listed, body }) => ({
    id,
    type,
    actor: handle,
    objectPath,
    objectType,
    listed,
    json: body === null ? null : JSON.parse(body),
    inboxes: deliveries.filter(row => row.outboxId === id).map(row => [row.inbox, row.variant]),
  }))
}

export const lastSeq = async (db: Db): Promise<number> =>
  (
    await db
      .selectFrom("outbox")
      .select(eb => eb.fn.max("seq").as("seq"))
      .executeTakeFirst()
  )?.seq ?? 0
