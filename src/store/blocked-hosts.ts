import { domainToUnicode } from "node:url"
import { sql } from "kysely"
import { namesOf } from "../domain/hosts.ts"
import type { Db } from "./db.ts"

/**
 * Whether any of these hosts (as `hostOf` gives them) or a domain above it is blocked. A name that was written into the
 * table in capitals, with a final dot or in its own script counts too.
 */
export async function anyBlocked(db: Db, hosts: string[]): Promise<boolean> {
  const names = new Set(hosts.flatMap(namesOf).flatMap(name => [name, domainToUnicode(name) || name]))
  if (names.size === 0) return false
  const row = await db
    .selectFrom("host")
    .select("name")
    .where("blockedAt", "is not", null)
    .where(sql`rtrim(lower(name), '.')`, "in", [...names])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
