import { randomUUID } from "node:crypto"
import { sql } from "kysely"
import type { Place, PlaceFields } from "../domain/place.ts"
import type { Db } from "./db.ts"

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

export const readPlaces = (db: Db, ids: readonly string[]): Promise<Place[]> =>
  db
    .selectFrom("place")
    .select(["id", "version", ...PLACE_COLUMNS])
    .where("id", "in", ids)
    .execute()

/** The places with exactly these fields, in order; missing ones are inserted. Two queries, however many. */
export async function findOrCreatePlaces(db: Db, inputs: readonly PlaceFields[]): Promise<Place[]> {
  const wanted = new Map(inputs.map(input => [keyOf(input), input]))
  if (wanted.size === 0) return []
  const names = [...new Set([...wanted.values()].map(({ name }) => name.toLowerCase()))]
  const rows = await db
    .selectFrom("place")
    .selectAll()
    .where(sql<boolean>`lower(name) in (select lower(n) from unnest(${names}::text[]) n)`)
    .execute()
  const placeByKey = new Map<string, Place>(rows.map(place => [keyOf(place), place]))
  const made = [...wanted]
    .filter(([key]) => !placeByKey.has(key))
    .map(([key, input]): [string, Place] => [key, { id: randomUUID(), version: 1, ...input }])
  if (made.length > 0)
    await db
      .insertInto("place")
      .values(made.map(([, place]) => place))
      .execute()
  for (const [key, place] of made) placeByKey.set(key, place)
  return inputs.map(input => placeByKey.get(keyOf(input))!)
}

/** Names that differ by case only are one place. */
const keyOf = (place: PlaceFields): string =>
  JSON.stringify(PLACE_COLUMNS.map(column => (column === "name" ? place.name.toLowerCase() : place[column])))
