/** The namespaces that answers use, by the prefix that they have in answers and in the code. */
const NAMESPACES: Record<string, string> = {
  D: "DAV:",
  C: "urn:ietf:params:xml:ns:caldav",
  CS: "http://calendarserver.org/ns/",
  A: "http://apple.com/ns/ical/",
}

const prefixOf = new Map(Object.entries(NAMESPACES).map(([prefix, uri]) => [uri, prefix]))

/** Attributes of the root of every answer. */
export const DECLARATIONS = Object.fromEntries(
  Object.entries(NAMESPACES).map(([prefix, uri]) => [`@xmlns:${prefix}`, uri]),
)

/** A name as the code writes it, `D:href`, whatever prefix the client chose; `{uri}local` in any other namespace. */
export function nameOf(uri: string, local: string): string {
  const prefix = prefixOf.get(uri)
  return prefix ? `${prefix}:${local}` : `{${uri}}${local}`
}

/** How a name is written in an answer: the tag, and the namespace that it must declare. */
export function tagOf(name: string): { tag: string; attributes: Record<string, string> } {
  const [, uri, local] = /^\{(.*)\}([^}]*)$/s.exec(name) ?? []
  if (uri === undefined) return { tag: name, attributes: {} }
  return uri === "" ? { tag: local!, attributes: {} } : { tag: `x:${local}`, attributes: { "@xmlns:x": uri } }
}
