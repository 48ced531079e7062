import { type Kysely, sql } from "kysely"

/** What was kept beside each activity, a second time and more, is made of it whenever somebody is to get it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox drop column variants`.execute(db)
}
