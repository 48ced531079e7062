import { createHash } from "node:crypto"
import type { Selectable } from "kysely"
import { sql } from "kysely"
import type { Db } from "./db.ts"
import type { ObjectTable } from "./schema.ts"

export type StoredObject = Selectable<ObjectTable>

/** What is served at one of our ids; null when nothing ever was. */
export const readObject = async (db: Db, path: string): Promise<StoredObject | null> =>
  (await db.selectFrom("object").selectAll().where("path", "=", path).executeTakeFirst()) ?? null

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

/**
 * Stores the bytes of an object under its id. The version grows only when the bytes changed. What is gone never comes
 * back: its row is left as it is.
 * @returns the version that is served now
 */
export async function putObject(db: Db, { body, now, gone = false, ...object }: ObjectToStore): Promise<number> {
  const etag = createHash("sha256").update(body).digest("base64url").slice(0, 22)
  const row = await db
    .insertInto("object")
    .values({ ...object, body, etag, gone, updatedAt: now })
    .onConflict(conflict =>
      conflict
        .column("path")
        .doUpdateSet({
          type: object.type,
          body,
          etag,
          gone,
          page: object.page,
          version: sql`object.version + 1`,
          updatedAt: now,
        })
        .where("object.etag", "<>", etag)
        .where("object.gone", "=", false),
    )
    .returning("version")
    .executeTakeFirst()
  return row?.version ?? (await readObject(db, object.path))!.version
}
