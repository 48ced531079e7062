import { type Kysely, sql } from "kysely"

/**
 * PostgreSQL's own compression took 60 µs for each activity and object that was written, half of what their rows took it. LZ4, the quick
 * one, is taken where the server was built with it; another keeps them as they are, at two and a half times the room.
 *
 * An activity that nobody is sent, which says what its object says, has no bytes until somebody asks for it.
 *
 * And the words of events are found by their ids: planned while the table was empty, or within the transaction that filled it, the
 * function read the whole table each time, 3 ms of 10,000 events for a single one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$ begin
      alter table outbox alter column body set compression lz4;
      alter table object alter column body set compression lz4;
    exception when feature_not_supported then
      alter table outbox alter column body set storage external;
      alter table object alter column body set storage external;
    end $$;
    alter table outbox alter column body drop not null;
    alter function note_event_words(uuid[]) set enable_seqscan to off;
    alter function note_interview_words(uuid[]) set enable_seqscan to off;
  `.execute(db)
}
