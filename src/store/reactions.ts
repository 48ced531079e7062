import { sql } from "kysely"
import type { Db } from "./db.ts"

export type ReactionKind = "like" | "share"

export interface Reaction {
  objectPath: string
  /** IRI of the actor who reacts */
  actor: string
  kind: ReactionKind
  /** IRI of the Like or Announce */
  activityId: string
}

const COUNTED = { like: "likes", share: "shares" } as const

/** Locks the object until the transaction ends: reactions to one object are counted one after the other. */
async function hold(db: Db, objectPath: string): Promise<void> {
  await db.selectFrom("object").select("path").where("path", "=", objectPath).forUpdate().execute()
}

const rowsOf = ({ objectPath, actor, kind }: Omit<Reaction, "activityId">) => ({ objectPath, actor, kind })

async function stands(db: Db, who: Omit<Reaction, "activityId">): Promise<boolean> {
  const { objectPath, actor, kind } = rowsOf(who)
  const row = await db
    .selectFrom("reaction")
    .select("activityId")
    .where("objectPath", "=", objectPath)
    .where("actor", "=", actor)
    .where("kind", "=", kind)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function count(db: Db, objectPath: string, kind: ReactionKind, step: 1 | -1): Promise<void> {
  const column = COUNTED[kind]
  await db
    .updateTable("object")
    .set({ [column]: sql`greatest(${sql.ref(column)} + ${step}, 0)` })
    .where("path", "=", objectPath)
    .execute()
}

/** Someone counts once an object. @returns whether the count grew */
export async function insertReaction(db: Db, reaction: Reaction): Promise<boolean> {
  await hold(db, reaction.objectPath)
  const before = await stands(db, reaction)
  await db
    .insertInto("reaction")
    .values(reaction)
    .onConflict(conflict => conflict.doNothing())
    .execute()
  if (!before) await count(db, reaction.objectPath, reaction.kind, 1)
  return !before
}

/**
 * Deletes the reaction that an Undo names: the one of that activity id or, when no such activity was received, every reaction of its
 * author to that object (PeerTube, WordPress and Misskey name other ids than they sent).
 * @param seen whether an activity with that id was received: then only its own reaction is deleted
 * @returns whether there was one
 */
export async function deleteReaction(db: Db, reaction: Reaction, seen: boolean): Promise<boolean> {
  await hold(db, reaction.objectPath)
  const { objectPath, actor, kind } = reaction
  const all = db
    .deleteFrom("reaction")
    .where("objectPath", "=", objectPath)
    .where("actor", "=", actor)
    .where("kind", "=", kind)
  let deleted = (await all.where("activityId", "=", reaction.activityId).executeTakeFirst()).numDeletedRows
  if (deleted === 0n && !seen) deleted = (await all.executeTakeFirst()).numDeletedRows
  if (deleted > 0n && !(await stands(db, reaction))) await count(db, objectPath, kind, -1)
  return deleted > 0n
}

/** The reaction that an activity id made, when its author names nothing else. */
export const readReaction = async (db: Db, activityId: string, actor: string): Promise<Reaction | null> =>
  (await db
    .selectFrom("reaction")
    .select(["objectPath", "actor", "kind", "activityId"])
    .where("activityId", "=", activityId)
    .where("actor", "=", actor)
    .executeTakeFirst()) ?? null

/** Deletes every reaction of an actor. */
export async function deleteReactionsOf(db: Db, actor: string): Promise<void> {
  const rows = await db.deleteFrom("reaction").where("actor", "=", actor).returning(["objectPath", "kind"]).execute()
  const counted = new Map(rows.map(row => [`${row.kind} ${row.objectPath}`, row]))
  const inOrder = [...counted.values()].sort((a, b) => (a.objectPath < b.objectPath ? -1 : 1))
  for (const { objectPath, kind } of inOrder) await count(db, objectPath, kind, -1)
}
