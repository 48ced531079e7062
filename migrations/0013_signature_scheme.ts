import { type Kysely, sql } from "kysely"

/** The columns are named by what they hold: the signature scheme that a host is sent first, and until when that is remembered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table host rename column knock to signature_scheme;
    alter table host rename column knock_until to signature_scheme_until;
  `.execute(db)
}
