import type { Calendar } from "../domain/calendar.ts"
import { paths } from "../domain/paths.ts"
import { listCalendars, readCalendar, readPublisher } from "../store/actors.ts"
import type { Db } from "../store/db.ts"
import { type CalendarEntry, lastChange, listEntries } from "../store/public/calendar-entries.ts"

/** What an address names. There is one principal for everybody: all of this is public, and nobody signs in. */
export type Resource =
  | { kind: "root"; href: string; name: string }
  | { kind: "principal"; href: string; name: string }
  | { kind: "home"; href: string; name: string }
  | CalendarResource
  | EntryResource

export interface CalendarResource {
  kind: "calendar"
  href: string
  calendar: Calendar
  /** number of its last change */
  seq: number
}

export interface EntryResource {
  kind: "entry"
  href: string
  entry: CalendarEntry
}

/** In one answer: names and tags alone, or texts of 1.2 kB each. Beyond, the answer says that there are more (507). */
export const MOST_ENTRIES = 20_000
export const MOST_TEXTS = 2000

/**
 * @param path with or without the final slash of a collection
 * @param withTexts reads the text of an entry too
 */
export async function resourceAt(db: Db, path: string, withTexts = false): Promise<Resource | null> {
  const address = paths.davEntry.parse(path)
  if (address) {
    const calendar = await readCalendar(db, address.handle)
    const selection = calendar && { calendarId: calendar.id, ids: [address.id], limit: 1 }
    const [entry] = selection ? await listEntries(db, selection, withTexts) : []
    return entry ? { kind: "entry", href: path, entry } : null
  }
  const collection = path.endsWith("/") ? path : `${path}/`
  const { handle } = paths.davCalendar.parse(collection) ?? {}
  if (handle) {
    const calendar = await readCalendar(db, handle)
    return calendar && calendarResource(db, calendar)
  }
  if (collection === paths.dav()) return { kind: "root", href: collection, name: await siteName(db) }
  if (collection === paths.davPrincipal()) return { kind: "principal", href: collection, name: await siteName(db) }
  if (collection === paths.davCalendars()) return { kind: "home", href: collection, name: await siteName(db) }
  return null
}

const siteName = async (db: Db): Promise<string> => (await readPublisher(db))?.name ?? "Beffroi"

async function calendarResource(db: Db, calendar: Calendar): Promise<CalendarResource> {
  const seq = await lastChange(db, calendar.id)
  return { kind: "calendar", href: paths.davCalendar(calendar.handle), calendar, seq }
}

export const entryResource = (handle: string, entry: CalendarEntry): EntryResource => ({
  kind: "entry",
  href: paths.davEntry(handle, entry.id),
  entry,
})

/** The members of a collection. `cut`: there are more. */
export async function membersOf(db: Db, resource: Resource): Promise<{ members: Resource[]; cut: boolean }> {
  const all = (members: Resource[]) => ({ members, cut: false })
  switch (resource.kind) {
    case "root":
      return all([
        { kind: "principal", href: paths.davPrincipal(), name: resource.name },
        { kind: "home", href: paths.davCalendars(), name: resource.name },
      ])
    case "home":
      return all(await Promise.all((await listCalendars(db)).map(calendar => calendarResource(db, calendar))))
    case "calendar": {
      const { id: calendarId, handle } = resource.calendar
      const entries = await listEntries(db, { calendarId, limit: MOST_ENTRIES + 1 }, false)
      const members = entries.slice(0, MOST_ENTRIES).map(entry => entryResource(handle, entry))
      return { members, cut: entries.length > MOST_ENTRIES }
    }
    default:
      return all([])
  }
}
