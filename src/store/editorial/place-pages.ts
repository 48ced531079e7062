import type { Db } from "../db.ts"
import { type CountedPlace, type PlacePage, pageOfPlaces } from "../public/places.ts"
import { type DraftsOf, editorialEvents } from "./event-pages.ts"

/** Places of events with drafts, by name, from a row on. */
export const editorialPlacePage = (db: Db, page: PlacePage & { draftsOf: DraftsOf }): Promise<CountedPlace[]> =>
  pageOfPlaces(editorialEvents(db, page.draftsOf), page)
