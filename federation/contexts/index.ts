import { type DocumentLoader, preloadedContexts } from "@fedify/fedify/runtime"
import { hubzilla } from "./hubzilla.ts"
import { LITEPUB } from "./litepub.ts"

/** Fedify has schema.org's whole context under this address; servers use the others too, WordPress the one with `https`. */
const SCHEMA_ORG = preloadedContexts["http://schema.org/"]

const CONTEXTS = new Map<string, unknown>([
  ...Object.entries(preloadedContexts),
  ["http://schema.org", SCHEMA_ORG],
  ["https://schema.org", SCHEMA_ORG],
  ["https://schema.org/", SCHEMA_ORG],
  ["https://litepub.social/context.jsonld", LITEPUB],
  ["https://litepub.social/litepub/context.jsonld", LITEPUB],
])

function contextAt(address: string): unknown {
  const context = CONTEXTS.get(address)
  if (context !== undefined) return context
  const url = URL.parse(address)
  if (url?.pathname === "/schemas/litepub-0.1.jsonld") return LITEPUB
  if (url && /^\/apschema\/v\d+\.\d+$/.test(url.pathname)) return hubzilla(url.origin)
  return null
}

/**
 * JSON-LD contexts without the network: those that other servers use are included. With any other context a Linked Data signature
 * cannot be verified; nothing else depends on contexts, since activities are read as plain JSON.
 * @throws for a context that is not included
 */
export const loadContext: DocumentLoader = async address => {
  const document = contextAt(address)
  if (document === null) throw new Error(`the context ${address} is not known here`)
  return { contextUrl: null, documentUrl: address, document }
}
