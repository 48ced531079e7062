import { createHash } from "node:crypto"
import { sql } from "kysely"
import type { WholeEvent } from "../../domain/event.ts"
import type { WholeInterview } from "../../domain/interview.ts"
import type { Db, Trx } from "../db.ts"
import { EVENT_COLUMNS, toEvent } from "../event-columns.ts"
import { withPlaces, withProgrammes } from "../event-parts.ts"
import { withCalendars } from "../interview-parts.ts"
import { publicEventQuery } from "./events.ts"
import { publicInterviewQuery } from "./interviews.ts"

/** Pieces of an export: so many events with their programmes at once. */
const PIECE = 200

/** All public events by date, then by slug: an order that does not depend on ids, which differ on another site. */
export async function* exportedEvents(db: Db): AsyncGenerator<WholeEvent> {
  let after: WholeEvent | undefined
  do {
    let query = publicEventQuery(db)
      .select(EVENT_COLUMNS)
      .orderBy("event.startsAt")
      .orderBy(sql`event.slug collate "C"`)
      .limit(PIECE)
    if (after)
      query = query.where(
        sql<boolean>`(event.starts_at, event.slug collate "C")
          > (${after.startsAt}::timestamptz, ${after.slug} collate "C")`,
      )
    const events = await withProgrammes(db, await withPlaces(db, (await query.execute()).map(toEvent)))
    yield* events
    after = events.length === PIECE ? events.at(-1) : undefined
  } while (after)
}

/** All public interviews in the same way. */
export async function* exportedInterviews(db: Db): AsyncGenerator<WholeInterview> {
  let after: WholeInterview | undefined
  do {
    let query = publicInterviewQuery(db).selectAll().orderBy("date").orderBy(sql`slug collate "C"`).limit(PIECE)
    if (after) query = query.where(sql<boolean>`(date, slug collate "C") > (${after.date}, ${after.slug} collate "C")`)
    const interviews = await withCalendars(db, await query.execute())
    yield* interviews
    after = interviews.length === PIECE ? interviews.at(-1) : undefined
  } while (after)
}

/** What is read inside is all of one moment, whatever others write meanwhile; nothing can be written. */
export const atOneMoment = <T>(db: Db, read: (trx: Trx) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(read)

/** Another text as soon as anything that an export holds is another; 10,000 events take 15 ms. */
export async function exportFingerprint(db: Db): Promise<string> {
  const { rows } = await sql<{ fingerprint: string }>`select concat_ws(' ',
    (select md5(string_agg(id || ' ' || changed_at, ',' order by id)) from public_event),
    (select md5(string_agg(id || ' ' || coalesce(updated_at, published_at), ',' order by id)) from
      public_interview),
    (select md5(string_agg(id || ' ' || updated_at, ',' order by id)) from actor),
    (select value::text from setting where key = 'licence')) as fingerprint`.execute(db)
  return createHash("sha256").update(rows[0]!.fingerprint).digest("base64url").slice(0, 27)
}
