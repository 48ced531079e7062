import { createHash } from "node:crypto"
import type { Selectable } from "kysely"
import { sql } from "kysely"
import type { Db } from "./db.ts"
import { prepared } from "./prepared.ts"
import type { ObjectTable } from "./schema/outbox.ts"

/** What is served at one of our ids. */
export type StoredObject = Pick<Selectable<ObjectTable>, (typeof SERVED)[number]>

const SERVED = [
  "path",
  "type",
  "actorId",
  "version",
  "body",
  "etag",
  "gone",
  "page",
  "likes",
  "shares",
  "replies",
] as const

const byPath = prepared((db, path: string) => db.selectFrom("object").select(SERVED).where("path", "=", path))

/** Null when nothing was ever published at that path. */
export const readObject = async (db: Db, path: string): Promise<StoredObject | null> =>
  (await byPath(db, path))[0] ?? null

export interface ObjectToStore {
  path: string
  type: string
  /** the final bytes */
  body: string
  actorId: string | null
  /** where a browser is sent */
  page: string | null
  gone?: boolean
  now: Date
}

const digest = (body: string): string => createHash("sha256").update(body).digest("base64url").slice(0, 22)

/** Of these objects, those that are served with other bytes now; gone and never published ones are not among them. */
export async function outdatedObjects(db: Db, objects: readonly ObjectToStore[]): Promise<ObjectToStore[]> {
  const paths = objects.map(({ path }) => path)
  const rows = await db
    .selectFrom("object")
    .select(["path", "etag"])
    .where("path", "=", sql<string>`any(${paths}::text[])`)
    .where("gone", "=", false)
    .execute()
  const etags = new Map(rows.map(({ path, etag }) => [path, etag]))
  return objects.filter(({ path, body }) => etags.has(path) && etags.get(path) !== digest(body))
}

/**
 * Stores the bytes of an object under its id. The version grows only when the bytes changed. What is gone never comes
 * back: its row is left as it is.
 * @returns the version that is served now
 */
export const putObject = async (db: Db, object: ObjectToStore): Promise<number> => (await putObjects(db, [object]))[0]!

/** The same for many, each path once. */
export async function putObjects(db: Db, objects: readonly ObjectToStore[]): Promise<number[]> {
  if (objects.length === 0) return []
  const rows = objects.map(({ body, now, gone = false, ...object }) => ({
    ...object,
    body,
    etag: digest(body),
    gone,
    updatedAt: now,
  }))
  const stored = await db
    .insertInto("object")
    .values(rows)
    .onConflict(conflict =>
      conflict
        .column("path")
        .doUpdateSet(eb => ({
          type: eb.ref("excluded.type"),
          body: eb.ref("excluded.body"),
          etag: eb.ref("excluded.etag"),
          gone: eb.ref("excluded.gone"),
          page: eb.ref("excluded.page"),
          version: sql`object.version + 1`,
          updatedAt: eb.ref("excluded.updatedAt"),
        }))
        .whereRef("object.etag", "<>", "excluded.etag")
        .where("object.gone", "=", false),
    )
    .returning(["path", "version"])
    .execute()
  const versions = new Map(stored.map(({ path, version }) => [path, version]))
  const same = rows.map(({ path }) => path).filter(path => !versions.has(path))
  if (same.length > 0) {
    const unchanged = await db.selectFrom("object").select(["path", "version"]).where("path", "in", same).execute()
    for (const { path, version } of unchanged) versions.set(path, version)
  }
  return rows.map(({ path }) => versions.get(path)!)
}
