import { type Kysely, sql } from "kysely"

/** Rows whose end is looked up at once. */
const PIECE = 500

/**
 * Partners' events are shown: when they end, when what we know of them last changed, and which may be shown at all. That is not asked
 * of the documents each time: to look into 500 of 60 kB takes 0.3 s.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table partner_event
      add column ends_at timestamptz,
      add column changed_at timestamptz not null default now(),
      -- addressed to everybody, or (Hubzilla) to nobody: the Invite that brought those is public; and of a bearable size, where an
      -- event with everything that seven softwares put into it stays below 10 kB
      add column shown boolean not null generated always as (
        starts_at is not null and octet_length(document::text) <= 65536 and (
          not document ?| array['to', 'cc']
          or coalesce(document -> 'to' ?| array['https://www.w3.org/ns/activitystreams#Public', 'as:Public', 'Public'], false)
          or coalesce(document -> 'cc' ?| array['https://www.w3.org/ns/activitystreams#Public', 'as:Public', 'Public'], false)
        )
      ) stored;
    update partner_event set changed_at = greatest(received_at, updated_at);
    create index partner_event_dates on partner_event (remote_id, starts_at) where shown and deleted_at is null;
  `.execute(db)
  for (let after = ""; ; ) {
    const { rows } = await sql<{ id: string; end: string | null }>`
      select id, left(document ->> 'endTime', 41) as "end" from partner_event where id > ${after} order by id limit ${PIECE}
    `.execute(db)
    for (const { id, end } of rows) {
      const endsAt = endOf(end)
      if (endsAt) await sql`update partner_event set ends_at = ${endsAt} where id = ${id}`.execute(db)
    }
    if (rows.length < PIECE) break
    after = rows.at(-1)!.id
  }
}

/** As it has been read since. */
function endOf(text: string | null): Date | null {
  if (text === null || text.length > 40 || !/^\d{4}-\d{2}-\d{2}/.test(text)) return null
  const date = new Date(/T.*(Z|[+-]\d{2}:?\d{2})$/i.test(text) || !text.includes("T") ? text : `${text}Z`)
  const year = date.getUTCFullYear()
  return year >= 1900 && year <= 2200 ? date : null
}
