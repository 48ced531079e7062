import { randomUUID } from "node:crypto"
import { sql } from "kysely"
import type { Place } from "../domain/place.ts"
import type { Db } from "./db.ts"

export type PlaceInput = Omit<Place, "id" | "version">

export const PLACE_COLUMNS = [
  "name",
  "street",
  "postalCode",
  "locality",
  "region",
  "country",
  "latitude",
  "longitude",
] as const

/** The place that says exactly this, made when there is none; `created` tells which. */
export async function findOrCreatePlace(db: Db, input: PlaceInput): Promise<{ place: Place; created: boolean }> {
  let query = db.selectFrom("place").selectAll().where(sql<boolean>`lower(name) = lower(${input.name})`)
  for (const column of PLACE_COLUMNS) query = query.where(column, "is not distinct from", input[column])
  const known = await query.executeTakeFirst()
  if (known) return { place: known, created: false }
  const place: Place = { id: randomUUID(), version: 1, ...input }
  await db.insertInto("place").values(place).execute()
  return { place, created: true }
}
