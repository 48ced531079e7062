import { type DocumentLoader, preloadedContexts } from "@fedify/fedify/runtime"
import { hubzilla } from "./hubzilla.ts"
import { LITEPUB } from "./litepub.ts"

/** Fedify keeps schema.org's whole context under its other name; WordPress says `https`. */
const SCHEMA_ORG = preloadedContexts["http://schema.org/"]

const KNOWN = new Map<string, unknown>([
  ...Object.entries(preloadedContexts),
  ["http://schema.org", SCHEMA_ORG],
  ["https://schema.org", SCHEMA_ORG],
  ["https://schema.org/", SCHEMA_ORG],
  ["https://litepub.social/context.jsonld", LITEPUB],
  ["https://litepub.social/litepub/context.jsonld", LITEPUB],
])

function find(address: string): unknown {
  const known = KNOWN.get(address)
  if (known !== undefined) return known
  const url = URL.parse(address)
  if (url?.pathname === "/schemas/litepub-0.1.jsonld") return LITEPUB
  if (url && /^\/apschema\/v\d+\.\d+$/.test(url.pathname)) return hubzilla(url.origin)
  return null
}

/**
 * JSON-LD contexts without the network: the ones that peers use are here. Any other fails, which costs a Linked Data
 * signature its verification and nothing else: activities are read as plain JSON.
 */
export const loadContext: DocumentLoader = async address => {
  const document = find(address)
  if (document === null) throw new Error(`the context ${address} is not known here`)
  return { contextUrl: null, documentUrl: address, document }
}
