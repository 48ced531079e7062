import type { Insertable, Updateable } from "kysely"
import type { Image } from "../domain/image.ts"
import type { Interview, WholeInterview } from "../domain/interview.ts"
import type { Db, Trx } from "./db.ts"
import { withCalendars } from "./interview-parts.ts"
import type { InterviewTable } from "./schema/interviews.ts"

/** One interview in any state: for actions. What is shown to everybody is read from `public/`. */
export async function readInterview(db: Db, by: { id: string } | { slug: string }): Promise<WholeInterview | null> {
  const query = db.selectFrom("interview").selectAll()
  const row = await ("id" in by ? query.where("id", "=", by.id) : query.where("slug", "=", by.slug)).executeTakeFirst()
  if (!row) return null
  const { authorId: _, ...interview } = row
  return (await withCalendars(db, [interview]))[0]!
}

/** A row whose JSON columns are values. */
type InterviewWrite<T> = Omit<T, "portrait" | "original"> & {
  portrait?: Image | null
  original?: Interview["original"]
}
const json = (value: unknown): string | null => (value == null ? null : JSON.stringify(value))

export async function insertInterview(
  trx: Trx,
  { portrait, original, ...row }: InterviewWrite<Insertable<InterviewTable>>,
): Promise<void> {
  await trx
    .insertInto("interview")
    .values({ ...row, portrait: json(portrait), original: json(original) })
    .execute()
}

export async function updateInterviewRow(
  trx: Trx,
  id: string,
  { portrait, original, ...row }: InterviewWrite<Updateable<InterviewTable>>,
): Promise<void> {
  await trx
    .updateTable("interview")
    .set({
      ...row,
      ...(portrait !== undefined && { portrait: json(portrait) }),
      ...(original !== undefined && { original: json(original) }),
    })
    .where("id", "=", id)
    .execute()
}

/** Locks the row: other transactions that lock it wait until this one ends. */
export const lockInterview = (trx: Trx, id: string) =>
  trx.selectFrom("interview").select(["id", "authorId"]).where("id", "=", id).forUpdate().executeTakeFirst()

export async function deleteInterviewRow(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom("interview").where("id", "=", id).execute()
}
