/** What a visitor chose in the address of a list. Anything unreadable is as if it had not been chosen. */
export interface Choice {
  place: string | null
  week: boolean
  online: boolean
  calendar: string | null
  year: number | null
  q: string
  page: number
}

/** Short printable text: PostgreSQL refuses NUL, and a long one is nobody's search. */
const words = (text: string | undefined): string =>
  (text ?? "")
    .replace(/\p{Cc}/gu, " ")
    .trim()
    .slice(0, 100)

const whole = (text: string | undefined, most: number): number | null =>
  /^[1-9]\d{0,3}$/.test(text ?? "") && Number(text) <= most ? Number(text) : null

export const choiceOf = (query: Record<string, string>): Choice => ({
  place: words(query.lieu) || null,
  week: query.quand === "semaine",
  online: query["en-ligne"] === "oui",
  calendar: /^[a-z0-9_]{1,30}$/.test(query.calendrier ?? "") ? query.calendrier! : null,
  year: whole(query.annee, 2200),
  q: words(query.q),
  page: whole(query.page, 2000) ?? 1,
})

/** The same choice as an address, with something changed. */
export function queryOf(choice: Choice, change: Partial<Choice> = {}): string {
  const { place, week, online, calendar, year, q, page } = { ...choice, page: 1, ...change }
  const query = new URLSearchParams()
  if (q) query.set("q", q)
  if (place) query.set("lieu", place)
  if (week) query.set("quand", "semaine")
  if (online) query.set("en-ligne", "oui")
  if (calendar) query.set("calendrier", calendar)
  if (year) query.set("annee", String(year))
  if (page > 1) query.set("page", String(page))
  return query.size > 0 ? `?${query}` : ""
}

/** What a visitor searches for, in `/recherche` and in its feeds. */
export interface Search {
  q: string
  place: string | null
  /** instead of a place */
  online: boolean
  tag: string | null
  /** days such as 2026-12-01, both inclusive */
  first: string | null
  last: string | null
  page: number
}

/** Where a search names no commune but those that take place online. */
export const ONLINE = "en-ligne"

const day = (text: string | undefined): string | null => {
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text ?? "")) return null
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text!) ? text! : null
}

export const searchOf = (query: Record<string, string>): Search => ({
  q: words(query.q),
  place: query.lieu === ONLINE ? null : words(query.lieu) || null,
  online: query.lieu === ONLINE,
  tag: words(query.tag) || null,
  first: day(query.de),
  last: day(query.a),
  page: whole(query.page, 2000) ?? 1,
})

export function searchQuery(search: Search, change: Partial<Search> = {}): string {
  const { q, place, online, tag, first, last, page } = { ...search, page: 1, ...change }
  const query = new URLSearchParams()
  if (q) query.set("q", q)
  if (online || place) query.set("lieu", online ? ONLINE : place!)
  if (tag) query.set("tag", tag)
  if (first) query.set("de", first)
  if (last) query.set("a", last)
  if (page > 1) query.set("page", String(page))
  return query.size > 0 ? `?${query}` : ""
}
