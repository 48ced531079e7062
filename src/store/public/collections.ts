import { sql } from "kysely"
import { paths } from "../../domain/paths.ts"
import { type Stretch, type StretchWindow, stretch, stretchOf } from "../collections.ts"
import type { Db } from "../db.ts"
import { objectPath } from "../object-path.ts"
import { publicEventQuery } from "./events.ts"

/**
 * The stored bytes of upcoming events, soonest first.
 * @param actor a calendar, or a publisher: then of all its calendars; null for everybody's
 */
export async function readUpcoming(db: Db, actor: string | null, now: Date, window: StretchWindow): Promise<Stretch> {
  const all = upcoming(db, now, window)
  const theirs = all.where("event.calendarId", "in", eb =>
    eb
      .selectFrom("calendar")
      .select("calendar.id")
      .where(calendar => calendar.or([calendar("calendar.id", "=", actor), calendar("publisherId", "=", actor)])),
  )
  return withBytes(db, actor === null ? all : theirs)
}

/** The paths of a calendar's upcoming events, soonest first. */
export async function readUpcomingPaths(db: Db, calendar: string, now: Date, window: StretchWindow): Promise<Stretch> {
  const { total, items } = stretchOf(await upcoming(db, now, window).where("event.calendarId", "=", calendar).execute())
  return { total, items: items.map(paths.event) }
}

const upcoming = (db: Db, now: Date, { offset, limit }: StretchWindow) =>
  publicEventQuery(db)
    .select(["event.id as item", "event.startsAt", eb => eb.fn.countAll<number>().over().as("total")])
    .where("event.overAt", ">", now)
    .orderBy("event.startsAt")
    .orderBy("event.id")
    .offset(offset)
    .limit(limit)

/** Chosen first, joined then: every published event has its object. */
const withBytes = async (db: Db, chosen: ReturnType<typeof upcoming>): Promise<Stretch> =>
  stretchOf(
    await db
      .selectFrom(chosen.as("chosen"))
      .innerJoin("object", join => join.on(sql<boolean>`object.path = ${objectPath(paths.event, "chosen.item")}`))
      .select(["object.body as item", "chosen.total"])
      .orderBy("chosen.startsAt")
      .orderBy("chosen.item")
      .execute(),
  )

/** The tags that a calendar uses most, in published events and interviews; spellings that differ by case are one tag. */
export const readTags = (db: Db, calendar: string, limit: number): Promise<Stretch> =>
  stretch(
    db,
    sql`
    select min(tag) as item, count(*) over () as total from (
      select unnest(tags) as tag from public_event where calendar_id = ${calendar}
      union all select unnest(tags) from public_interview where calendar_id = ${calendar}
    ) used
    group by lower(tag) order by count(*) desc, lower(tag) limit ${limit}`,
  )
