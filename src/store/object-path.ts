import { type RawBuilder, sql } from "kysely"

/**
 * The path of an object in SQL, such as `'/events/' || event.id::text`. Its beginning is a literal and no parameter, so that the
 * planner sees the same expression in every statement.
 * @param address of the objects, such as `paths.event`
 * @param id column of their uuid
 */
export const objectPath = (address: (id: string) => string, id: string): RawBuilder<string> =>
  sql<string>`${sql.lit(address(""))} || ${sql.ref(id)}::text`
