import type { Xml } from "../../feeds/xml.ts"
import type { EntrySelection } from "../../store/public/calendar-entries.ts"
import { childOf, childrenOf, type XmlElement } from "../../text/xml.ts"
import { DavError } from "../error.ts"

/** The entries that a `C:filter` matches; null: none of ours. */
type EntryFilter = Pick<EntrySelection, "span" | "uid"> | null

const invalid = (reason: string) => new DavError(403, reason, { "C:valid-filter": [{}] })
const unsupported = (element: XmlElement) => {
  const name = element.attributes.get("name")
  const named: Xml = { [element.name]: [name ? { "@name": name } : {}] }
  return new DavError(403, `no search by ${name ?? element.name}`, { "C:supported-filter": named })
}

/** Components that no entry of ours contains. */
const ABSENT = new Set(["VTODO", "VJOURNAL", "VFREEBUSY", "VALARM", "VAVAILABILITY"])

/**
 * Events by time and UID, which is what calendar programs filter by; other properties are refused.
 * @throws {DavError} 403 `C:valid-filter`, `C:supported-filter`, `C:supported-collation`
 */
export function readFilter(query: XmlElement): EntryFilter {
  const calendar = childOf(childOf(query, "C:filter"), "C:comp-filter")
  if (!calendar) throw invalid("there is no filter of a component")
  if (calendar.attributes.get("name") !== "VCALENDAR" || childOf(calendar, "C:is-not-defined")) return null
  let filter: EntryFilter = {}
  for (const part of calendar.children) {
    if (part.name !== "C:comp-filter")
      throw part.name === "C:time-range" ? invalid("a calendar has no time") : unsupported(part)
    const more: EntryFilter = part.attributes.get("name") === "VEVENT" ? ofEvent(part) : ofAbsent(part)
    filter = filter && more && { ...filter, ...more }
  }
  return filter
}

function ofAbsent(part: XmlElement): EntryFilter {
  if (!ABSENT.has(part.attributes.get("name") ?? "")) throw unsupported(part)
  return childOf(part, "C:is-not-defined") ? {} : null
}

function ofEvent(event: XmlElement): EntryFilter {
  if (childOf(event, "C:is-not-defined")) return null
  let filter: EntryFilter = {}
  for (const part of event.children) {
    const more = partOfEvent(part)
    filter = filter && more && { ...filter, ...more }
  }
  return filter
}

function partOfEvent(part: XmlElement): EntryFilter {
  if (part.name === "C:time-range") return { span: readSpan(part) }
  if (part.name === "C:comp-filter") return ofAbsent(part)
  if (part.name !== "C:prop-filter" || part.attributes.get("name") !== "UID") throw unsupported(part)
  if (childOf(part, "C:is-not-defined")) return null
  if (childrenOf(part, "C:param-filter").length > 0) throw unsupported(part)
  const match = childOf(part, "C:text-match")
  if (!match) return {}
  const collation = match.attributes.get("collation") ?? "i;ascii-casemap"
  if (!["i;ascii-casemap", "i;octet", "default"].includes(collation))
    throw new DavError(403, `no collation ${collation}`, { "C:supported-collation": [{}] })
  const negate = match.attributes.get("negate-condition") === "yes"
  return { uid: { part: match.text, caseless: collation !== "i;octet", negate } }
}

/** `start`, `end` or both, in UTC. @throws {DavError} 403 `C:valid-filter` */
export function readSpan(range: XmlElement): { from: Date | null; to: Date | null } {
  const [from, to] = ["start", "end"].map(name => {
    const text = range.attributes.get(name)
    if (text === undefined) return null
    const date = new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"))
    if (!/^\d{8}T\d{6}Z$/.test(text) || Number.isNaN(date.getTime()))
      throw invalid(`${name}="${text.slice(0, 40)}" is not a time of UTC such as 20261201T000000Z`)
    return date
  })
  if (!from && !to) throw invalid("a time range begins or ends somewhere")
  if (from && to && to <= from) throw invalid("a time range ends after it begins")
  return { from: from ?? null, to: to ?? null }
}
