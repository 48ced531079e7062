import { sql } from "kysely"
import { INSTANCE_HANDLE, paths } from "../domain/paths.ts"
import { type RecordedActivity, recorded } from "./activities.ts"
import type { Db } from "./db.ts"
import { objectPath } from "./object-path.ts"

/** An activity as it was recorded, with what its object has become when that is something else. */
export interface ListedActivity extends RecordedActivity {
  seq: number
  /** uuid of the actor whose outbox this is, when the activity is another one's: it is listed in the form in which Gancio takes it */
  repeatedBy: string | null
}

export interface OutboxPage {
  /** those of upcoming events, only on the first page */
  upcoming: ListedActivity[]
  rest: ListedActivity[]
  /** the next page holds what is older than this */
  next: number | null
  /** the same for the page before; null: that is the first */
  previous: number | null
}

/** An outbox lists Creates and Announces. Updates show in the objects themselves, and activities of deleted objects are left out. */
const SHOWN = sql<boolean>`outbox.listed and outbox.type in ('Create', 'Announce')
  and not exists (select from object where object.path = outbox.object_path and object.gone)`

/**
 * Whose: the instance also lists the Creates of Events in the form in which Gancio takes them, since Gancio follows it and
 * reads its outbox but refuses every Announce.
 */
const ofActor = (handle: string) =>
  handle === INSTANCE_HANDLE
    ? sql<boolean>`(outbox.actor_id = actor.id or (outbox.type = 'Create' and outbox.object_type = 'Event'))`
    : sql<boolean>`outbox.actor_id = actor.id`

/** How many activities the outbox lists; null when there is no such actor. */
export async function countOutbox(db: Db, handle: string): Promise<number | null> {
  const { rows } = await sql<{ total: number }>`
    select (select count(*) from outbox where ${ofActor(handle)} and ${SHOWN}) as total
    from actor where handle = ${handle}
  `.execute(db)
  return rows[0]?.total ?? null
}

interface OutboxSelection {
  /** null for the first page */
  before: number | null
  now: Date
  /** how many beside the upcoming ones */
  size: number
  /** how many upcoming ones at most; what is beyond follows on later pages */
  upcoming: number
}

type PagePart = "upcoming" | "rest" | "newer"

/**
 * One page: the first begins with the Create of every upcoming event (Mobilizon, Gancio and WordPress read no further), then
 * comes the rest, newest first. Walking all pages meets each activity once. Null when there is no such actor.
 */
export async function readOutboxPage(db: Db, handle: string, selection: OutboxSelection): Promise<OutboxPage | null> {
  const { before, now, size } = selection
  const listed = sql`${ofActor(handle)} and ${SHOWN} and outbox.seq not in (select seq from upcoming)`
  const older = before === null ? sql`true` : sql`outbox.seq < ${before}`
  // what the page before this one begins with: the first page begins with what nothing is newer than
  const newer = before === null ? sql`false` : sql`outbox.seq >= ${before}`
  const { rows } = await sql<Omit<ListedActivity, "seq"> & { seq: number | null; part: PagePart }>`
    select item.* from actor left join lateral (
      with upcoming as materialized (${upcomingSeqs(handle, now, selection.upcoming)}),
      rest as (
        select outbox.seq from outbox where ${listed} and ${older} order by outbox.seq desc limit ${size + 1}
      ),
      newer as (
        select outbox.seq from outbox where ${listed} and ${newer} order by outbox.seq limit ${size + 1}
      ),
      page as (
        select seq, 'upcoming' as part from upcoming where ${before === null}
        union all select seq, 'rest' from rest
        union all select seq, 'newer' from newer
      )
      select page.seq, page.part, case when outbox.actor_id <> actor.id then actor.id end as "repeatedBy", ${recorded}
      from page left join outbox on outbox.seq = page.seq and page.part <> 'newer'
      left join actor author on author.id = outbox.actor_id
      left join object on object.path = outbox.object_path
      order by page.seq desc
    ) item on true
    where actor.handle = ${handle}
  `.execute(db)
  if (rows.length === 0) return null
  const of = (part: PagePart) => rows.filter(row => row.part === part) as ListedActivity[]
  const [rest, after] = [of("rest"), of("newer")]
  return {
    upcoming: of("upcoming"),
    rest: rest.slice(0, size),
    next: rest.length > size ? rest[size - 1]!.seq : null,
    previous: after.length > size ? after[0]!.seq : null,
  }
}

/** The soonest upcoming events' Creates. */
const upcomingSeqs = (handle: string, now: Date, limit: number) => sql`
  select outbox.seq from public_event event join outbox on outbox.object_path = ${objectPath(paths.event, "event.id")}
  where event.over_at > ${now}
    and ${handle === INSTANCE_HANDLE ? sql`true` : sql`event.calendar_id = actor.id`}
    and outbox.type = 'Create' and outbox.listed and ${ofActor(handle)}
  order by event.starts_at, outbox.seq limit ${limit}`
