import { sql } from "kysely"
import type { Actor, ActorKind, Calendar, CalendarKind } from "../domain/calendar.ts"
import { INSTANCE_HANDLE } from "../domain/paths.ts"
import type { Db } from "./db.ts"
import { prepared } from "./prepared.ts"

const actors = (db: Db) =>
  db
    .selectFrom("actor")
    .leftJoin("calendar", "calendar.id", "actor.id")
    .leftJoin("actor as publisher", "publisher.id", "calendar.publisherId")
    .select([
      "actor.id",
      "actor.handle",
      "actor.kind",
      "actor.name",
      "actor.summary",
      "actor.language",
      "actor.icon",
      "actor.image",
      "actor.links",
      "actor.createdAt",
      "actor.updatedAt",
      "calendar.calendarKind",
      "calendar.timeZone",
      "calendar.position",
      "publisher.handle as publisherHandle",
      "publisher.name as publisherName",
    ])

type ActorRow = Awaited<ReturnType<ReturnType<typeof actors>["executeTakeFirstOrThrow"]>>

function toActor(row: ActorRow): Actor | Calendar {
  const { calendarKind, timeZone, position: _, publisherHandle, publisherName, ...actor } = row
  if (actor.kind !== "calendar") return actor
  const calendar: Calendar = {
    ...actor,
    kind: "calendar",
    calendarKind: calendarKind!,
    timeZone: timeZone!,
    publisherHandle: publisherHandle!,
    publisherName: publisherName!,
  }
  return calendar
}

const first = (row: ActorRow | undefined) => (row ? toActor(row) : null)

const byHandle = prepared((db, handle: string) => actors(db).where("actor.handle", "=", handle))

export const readActor = async (db: Db, handle: string): Promise<Actor | Calendar | null> =>
  first((await byHandle(db, handle))[0])

export const readActorById = async (db: Db, id: string): Promise<Actor | Calendar | null> =>
  first(await actors(db).where("actor.id", "=", id).executeTakeFirst())

export async function readCalendar(db: Db, handle: string): Promise<Calendar | null> {
  const actor = await readActor(db, handle)
  return actor?.kind === "calendar" ? (actor as Calendar) : null
}

export const listActors = async (db: Db): Promise<(Actor | Calendar)[]> =>
  (await actors(db).orderBy("actor.createdAt").orderBy("actor.handle").execute()).map(toActor)

const ofKinds = prepared((db, kinds: readonly ActorKind[]) =>
  actors(db)
    .where("actor.kind", "=", sql<ActorKind>`any(${kinds}::text[])`)
    .orderBy("calendar.position")
    .orderBy("actor.createdAt")
    .orderBy("actor.handle"),
)

/** In the order in which the site shows them. */
export const listCalendars = async (db: Db): Promise<Calendar[]> =>
  (await ofKinds(db, ["calendar"])).map(row => toActor(row) as Calendar)

/** The zone of times that name none: that of the first calendar. */
export const siteTimeZone = async (db: Db): Promise<string> => (await listCalendars(db))[0]?.timeZone ?? "Europe/Paris"

/** The server's own actor; it is made when the database is opened for the first time. */
export async function readInstance(db: Db): Promise<Actor> {
  const instance = await readActor(db, INSTANCE_HANDLE)
  if (!instance) throw new Error("the database has no instance actor: it was not prepared")
  return instance
}

/** The actors that publish on this site: the first organisation, null in an empty database, and the calendars. One query. */
export async function readSpeakers(db: Db): Promise<{ publisher: Actor | null; calendars: Calendar[] }> {
  const all = (await ofKinds(db, ["publisher", "calendar"])).map(toActor)
  return {
    publisher: all.find(actor => actor.kind === "publisher") ?? null,
    calendars: all.filter(actor => actor.kind === "calendar") as Calendar[],
  }
}

/** The organisation that publishes on the site: the first one. Null in an empty database. */
export const readPublisher = async (db: Db): Promise<Actor | null> => first((await ofKinds(db, ["publisher"]))[0])

/** Inserts an actor; a calendar also gets its own row. */
export async function insertActor(
  db: Db,
  actor: Actor,
  calendar?: { publisherId: string; calendarKind: CalendarKind; timeZone: string; position: number },
): Promise<void> {
  const { icon, image, links, ...columns } = actor
  await db
    .insertInto("actor")
    .values({
      ...pickActor(columns),
      icon: icon && JSON.stringify(icon),
      image: image && JSON.stringify(image),
      links: JSON.stringify(links),
    })
    .execute()
  if (calendar)
    await db
      .insertInto("calendar")
      .values({ id: actor.id, ...calendar })
      .execute()
}

const pickActor = ({
  id,
  handle,
  kind,
  name,
  summary,
  language,
  createdAt,
  updatedAt,
}: Omit<Actor, "icon" | "image" | "links">) => ({
  id,
  handle,
  kind,
  name,
  summary,
  language,
  createdAt,
  updatedAt,
})

/** Changes the profile of an actor. */
export async function updateActorRow(
  db: Db,
  id: string,
  change: Partial<Pick<Actor, "name" | "summary" | "language">> & { updatedAt: Date },
) {
  await db.updateTable("actor").set(change).where("id", "=", id).execute()
}
