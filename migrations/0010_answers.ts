import { type Kysely, sql } from "kysely"

/** Answers to one person are forgotten after a while: of 10 million followers each got an Accept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index outbox_answer on outbox (published_at) where type in ('Accept', 'Reject', 'Ignore') and not listed
  `.execute(db)
}
