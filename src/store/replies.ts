import { type Insertable, type Selectable, sql } from "kysely"
import type { Db } from "./db.ts"
import type { Database } from "./schema/database.ts"

export type Reply = Selectable<Database["reply"]>
export type ReplyToStore = Omit<Insertable<Database["reply"]>, "receivedAt">

export const readReply = async (db: Db, id: string): Promise<Reply | null> =>
  (await db.selectFrom("reply").selectAll().where("id", "=", id).executeTakeFirst()) ?? null

/** The public replies to an object of this site, in the order in which they were written. Others appear nowhere. */
export const publicReplies = (db: Db, objectPath: string, { limit = 100, offset = 0 } = {}): Promise<Reply[]> =>
  db
    .selectFrom("reply")
    .selectAll()
    .where("objectPath", "=", objectPath)
    .where("public", "=", true)
    .orderBy("publishedAt")
    .orderBy("id")
    .limit(limit)
    .offset(offset)
    .execute()

async function count(db: Db, objectPath: string, step: number): Promise<void> {
  if (step === 0) return
  await db
    .updateTable("object")
    .set({ replies: sql`greatest(replies + ${step}, 0)` })
    .where("path", "=", objectPath)
    .execute()
}

const lastChange = ({
  updatedAt,
  publishedAt,
}: {
  updatedAt: Date | string | null
  publishedAt: Date | string
}): number => new Date(updatedAt ?? publishedAt).getTime()

/**
 * Stores the newest form of a reply. Only public ones are counted: a changing count would reveal a private one.
 * @returns whether anything changed; false when the stored one is as new, or when its id belongs to another author
 */
export async function putReply(db: Db, reply: ReplyToStore): Promise<boolean> {
  const inserted = await db
    .insertInto("reply")
    .values(reply)
    .onConflict(conflict => conflict.doNothing())
    .returning("id")
    .executeTakeFirst()
  if (inserted) {
    await count(db, reply.objectPath, reply.public ? 1 : 0)
    return true
  }
  const stored = await db.selectFrom("reply").selectAll().where("id", "=", reply.id).forUpdate().executeTakeFirst()
  if (!stored || stored.actor !== reply.actor) return false
  if (lastChange(stored) >= lastChange({ updatedAt: reply.updatedAt ?? null, publishedAt: reply.publishedAt }))
    return false
  const { content, url, public: isPublic, updatedAt } = reply
  await db.updateTable("reply").set({ content, url, public: isPublic, updatedAt }).where("id", "=", reply.id).execute()
  await count(db, stored.objectPath, Number(isPublic) - Number(stored.public))
  return true
}

/** @returns whether there was one by that author */
export async function deleteReply(db: Db, id: string, actor: string): Promise<boolean> {
  const row = await db
    .deleteFrom("reply")
    .where("id", "=", id)
    .where("actor", "=", actor)
    .returning(["objectPath", "public"])
    .executeTakeFirst()
  if (row?.public) await count(db, row.objectPath, -1)
  return row !== undefined
}

/** Deletes all replies of an actor that was deleted. */
export async function deleteRepliesOf(db: Db, actor: string): Promise<void> {
  const rows = await db.deleteFrom("reply").where("actor", "=", actor).returning(["objectPath", "public"]).execute()
  const counts = new Map<string, number>()
  for (const row of rows) if (row.public) counts.set(row.objectPath, (counts.get(row.objectPath) ?? 0) + 1)
  for (const [path, step] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) await count(db, path, -step)
}
