import type { Actor, Calendar } from "../domain/calendar.ts"
import { actorHandleAt, paths } from "../domain/paths.ts"
import { readActor } from "./actors.ts"
import type { Db } from "./db.ts"

/** What others mean by one of our addresses: they name things by id, by page, or by the activity that brought them. */
interface Target {
  path: string
  type: string
  actorId: string | null
  gone: boolean
}

/** Types that are neither liked, shared nor replied to. */
const NO_POSTS = new Set(["Application", "Person", "Group", "Place", "QuoteAuthorization", "Tombstone"])

/** Whether people may like, share and answer it. */
export const isPost = ({ type, gone }: Target): boolean => !gone && !NO_POSTS.has(type)

/** One of our actors, by its id or (Hubzilla) by its page. */
export async function actorAt(db: Db, path: string): Promise<Actor | Calendar | null> {
  const handle = actorHandleAt(path)
  return handle ? readActor(db, handle) : null
}

/** One of our objects, deleted ones included: by its id, its page, or (Hubzilla) the Create or Update that carried it. */
export async function objectAt(db: Db, path: string): Promise<Target | null> {
  const activity = paths.activity.parse(path)
  const objects = db.selectFrom("object").select(["object.path", "object.type", "object.actorId", "object.gone"])
  if (activity) {
    const row = await objects
      .innerJoin("outbox", "outbox.objectPath", "object.path")
      .where("outbox.id", "=", activity.id)
      .executeTakeFirst()
    return row ?? null
  }
  const rows = await objects
    .where(({ or, eb }) => or([eb("object.path", "=", path), eb("object.page", "=", path)]))
    .limit(10)
    .execute()
  return rows.find(row => row.path === path) ?? (rows.length === 1 ? rows[0]! : null)
}
