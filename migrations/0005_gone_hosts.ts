import { type Kysely, sql } from "kysely"

/** When a server was given up that had not answered for a week: nothing is sent to it until it gives a sign of life. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table host add column gone_at timestamptz;
    create index host_gone on host (paused_until) where gone_at is not null;
  `.execute(db)
}
