/** What the query of a list chooses. A parameter that cannot be read counts as absent. */
export interface Choice {
  place: string | null
  week: boolean
  online: boolean
  calendar: string | null
  year: number | null
  q: string
  page: number
}

/** A text without control characters (PostgreSQL refuses NUL), of at most 100 characters. */
const words = (text: string | undefined): string =>
  (text ?? "")
    .replace(/\p{Cc}/gu, " ")
    .trim()
    .slice(0, 100)

/** A whole number from 1 to `most`. */
const whole = (text: string | undefined, most: number): number | null =>
  /^[1-9]\d{0,3}$/.test(text ?? "") && Number(text) <= most ? Number(text) : null

/** Reads a choice from a query. */
export const choiceOf = (query: Record<string, string>): Choice => ({
  place: words(query.lieu) || null,
  week: query.quand === "semaine",
  online: query["en-ligne"] === "oui",
  calendar: /^[a-z0-9_]{1,30}$/.test(query.calendrier ?? "") ? query.calendrier! : null,
  year: whole(query.annee, 2200),
  q: words(query.q),
  page: whole(query.page, 2000) ?? 1,
})

/** A choice as a query, from the first page unless `change` has another: `?lieu=Lyon`, or empty. */
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

/** What the query of `/recherche` and of its feeds selects. */
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

/** The value of `lieu` that stands for events online instead of a place. */
export const ONLINE = "en-ligne"

/** A day such as 2026-12-01 that exists. */
const day = (text: string | undefined): string | null => {
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text ?? "")) return null
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text!) ? text! : null
}

/** Reads a search; a parameter that cannot be read counts as absent. */
export const searchOf = (query: Record<string, string>): Search => ({
  q: words(query.q),
  place: query.lieu === ONLINE ? null : words(query.lieu) || null,
  online: query.lieu === ONLINE,
  tag: words(query.tag) || null,
  first: day(query.de),
  last: day(query.a),
  page: whole(query.page, 2000) ?? 1,
})

/** A search as a query, from the first page unless `change` has another. */
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
