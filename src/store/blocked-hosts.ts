import { domainToUnicode } from "node:url"
import { sql } from "kysely"
import { hostName, namesOf } from "../domain/hosts.ts"
import type { Db } from "./db.ts"

/**
 * Whether any of these hosts (as `hostOf` gives them) or a domain above it is blocked. A name that was written into the
 * table in capitals, with a final dot or in its own script counts too.
 */
export async function anyBlocked(db: Db, hosts: string[]): Promise<boolean> {
  return (await blockedAmong(db, hosts).executeTakeFirst()) !== undefined
}

/** The query of {@link anyBlocked}, for those that ask something else in the same breath: a row when one is. */
export function blockedAmong(db: Db, hosts: string[]) {
  const names = new Set(hosts.flatMap(namesOf).flatMap(name => [name, domainToUnicode(name) || name]))
  return db
    .selectFrom("host")
    .select("name")
    .where("blockedAt", "is not", null)
    .where(sql<string>`rtrim(lower(name), '.')`, "=", sql<string>`any(${[...names]})`)
    .limit(1)
}

/** Tells of any number of hosts whether they are blocked, for what lists what many of them sent. */
export async function blockedHosts(db: Db): Promise<(host: string | null) => boolean> {
  const rows = await db.selectFrom("host").select("name").where("blockedAt", "is not", null).execute()
  const names = new Set(rows.map(({ name }) => hostName(name) ?? name))
  return host => host === null || namesOf(host).some(name => names.has(name))
}
