import { type Xml, type XmlValue, xmlDocument } from "../feeds/xml.ts"
import { DECLARATIONS, elementOf } from "./names.ts"

/** What is answered of one resource: its properties, or the one status that it has. */
export type Told = { href: string; found: Properties; missing: string[] } | { href: string; status: 404 | 507 }

/** By name, such as `D:getetag`. */
export type Properties = Record<string, XmlValue>

const REASONS = { 200: "OK", 404: "Not Found", 507: "Insufficient Storage" }
const statusLine = (status: keyof typeof REASONS): string => `HTTP/1.1 ${status} ${REASONS[status]}`

/** @param minimal leaves out what is not there (RFC 8144, 2.1) */
export function multistatus(told: Told[], { minimal = false, ...after }: { minimal?: boolean } & Xml = {}): string {
  return xmlDocument("D:multistatus", {
    ...DECLARATIONS,
    "D:response": told.map(one => responseOf(one, minimal)),
    ...after,
  })
}

function responseOf(told: Told, minimal: boolean): Xml {
  const { href } = told
  if ("status" in told) {
    // RFC 6578, 3.6: what is left comes with the next request
    const cut = told.status === 507 && { "D:error": { "D:number-of-matches-within-limits": [{}] } }
    return { "D:href": href, "D:status": statusLine(told.status), ...cut }
  }
  const missing = minimal ? [] : told.missing
  const none = Object.keys(told.found).length === 0
  return {
    "D:href": href,
    "D:propstat": [
      ...(none && missing.length > 0 ? [] : [propstat(none ? [{}] : told.found, 200)]),
      ...(missing.length > 0 ? [propstat(withoutValues(missing), 404)] : []),
    ],
  }
}

const propstat = (properties: XmlValue, status: 200 | 404): Xml => ({
  "D:prop": properties,
  "D:status": statusLine(status),
})

/** Elements that say a name alone. */
export function withoutValues(names: string[]): Xml {
  const elements = new Map<string, Xml[]>()
  for (const name of names) {
    const { tag, attributes } = elementOf(name)
    elements.set(tag, [...(elements.get(tag) ?? []), attributes])
  }
  return Object.fromEntries(elements)
}
