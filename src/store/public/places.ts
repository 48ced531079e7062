import { sql } from "kysely"
import { type Place, placeSlug } from "../../domain/place.ts"
import type { Db } from "../db.ts"
import type { EventQuery } from "../event-selection.ts"
import { publicEventQuery } from "./events.ts"

export interface PlacePage {
  selection: { q?: string | undefined; locality?: string | undefined; limit: number }
  /** the sort keys of the last row of the previous page */
  after: { name: string; id: string } | null
}

/** A place, and how many of the events that were asked for take place there. */
export type CountedPlace = Place & { events: number }

/** Places of public events, by name, from a row on. */
export const publicPlacePage = (db: Db, page: PlacePage): Promise<CountedPlace[]> =>
  pageOfPlaces(publicEventQuery(db), page)

/** The same page of the places of any query of events. */
export async function pageOfPlaces(
  events: EventQuery<object>,
  { selection: { q, locality, limit }, after }: PlacePage,
): Promise<CountedPlace[]> {
  let query = events
    .innerJoin("eventPlace", "eventPlace.eventId", "event.id")
    .innerJoin("place", "place.id", "eventPlace.placeId")
    .selectAll("place")
    .select(eb => eb.fn.countAll<number>().as("events"))
    .groupBy("place.id")
    // the order of the bytes: the same on every machine, whatever the database's language
    .orderBy(sql`place.name collate "C"`)
    .orderBy("place.id")
    .limit(limit)
  if (locality !== undefined) query = query.where("place.locality", "=", locality)
  for (const word of q?.split(/\s+/).filter(Boolean) ?? []) {
    const like = `%${word.replace(/[\\%_]/g, "\\$&")}%`
    query = query.where(sql<boolean>`concat_ws(' ', place.name, place.locality) ilike ${like}`)
  }
  if (after) {
    query = query.where(
      sql<boolean>`(place.name collate "C", place.id) > (${after.name} collate "C", ${after.id}::uuid)`,
    )
  }
  return query.execute()
}

/**
 * The places of public events that share the address `/lieux/{slug}`, those with an address in the street first. Slugs are not
 * stored: of 5,000 places they are made and compared in 50 ms.
 */
export async function placesBySlug(db: Db, slug: string): Promise<Place[]> {
  const rows = await publicEventQuery(db)
    .innerJoin("eventPlace", "eventPlace.eventId", "event.id")
    .innerJoin("place", "place.id", "eventPlace.placeId")
    .selectAll("place")
    .distinct()
    .orderBy("place.street")
    .orderBy("place.id")
    .execute()
  return rows.filter(place => placeSlug(place) === slug)
}
