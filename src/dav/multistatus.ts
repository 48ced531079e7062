import { type Xml, type XmlValue, xmlDocument } from "../feeds/xml.ts"
import { DECLARATIONS, tagOf } from "./names.ts"

/** The `D:response` of one resource: its properties, those that it lacks, or one status for all of it. */
export type MemberResponse =
  | { href: string; properties: DavProperties; missing: string[] }
  | { href: string; status: 404 | 507 }

/** By name, such as `D:getetag`. */
type DavProperties = Record<string, XmlValue>

const REASONS = { 200: "OK", 404: "Not Found", 507: "Insufficient Storage" }
const statusLine = (status: keyof typeof REASONS): string => `HTTP/1.1 ${status} ${REASONS[status]}`

/** @param minimal leaves out missing properties (RFC 8144 §2.1) */
export const multistatus = (
  responses: MemberResponse[],
  { minimal = false, ...after }: { minimal?: boolean } & Xml = {},
): string =>
  xmlDocument("D:multistatus", {
    ...DECLARATIONS,
    "D:response": responses.map(response => responseElement(response, minimal)),
    ...after,
  })

function responseElement(response: MemberResponse, minimal: boolean): Xml {
  const { href } = response
  if ("status" in response) {
    // RFC 6578 §3.6: the rest comes with the next request
    const cut = response.status === 507 && { "D:error": { "D:number-of-matches-within-limits": [{}] } }
    return { "D:href": href, "D:status": statusLine(response.status), ...cut }
  }
  const { properties } = response
  const missing = minimal ? [] : response.missing
  const none = Object.keys(properties).length === 0
  return {
    "D:href": href,
    "D:propstat": [
      ...(none && missing.length > 0 ? [] : [propstat(none ? [{}] : properties, 200)]),
      ...(missing.length > 0 ? [propstat(withoutValues(missing), 404)] : []),
    ],
  }
}

const propstat = (properties: XmlValue, status: 200 | 404): Xml => ({
  "D:prop": properties,
  "D:status": statusLine(status),
})

/** Empty elements of these names. */
export function withoutValues(names: string[]): Xml {
  const elements = new Map<string, Xml[]>()
  for (const name of names) {
    const { tag, attributes } = tagOf(name)
    elements.set(tag, [...(elements.get(tag) ?? []), attributes])
  }
  return Object.fromEntries(elements)
}
