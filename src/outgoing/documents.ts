import { OutgoingError } from "./error.ts"
import { type FetchOptions, type GuardedFetch, mediaType } from "./fetch.ts"

/** A remote document in the shape of Fedify and jsonld. */
export interface RemoteDocument {
  contextUrl: string | null
  document: unknown
  documentUrl: string
}

export type DocumentLoader = (url: string, options?: { signal?: AbortSignal | null }) => Promise<RemoteDocument>

/** Of objects and actors. Not `application/json`: that may be a file which somebody uploaded to the host. */
const OBJECT_TYPES = ["application/activity+json", "application/ld+json"]
/** Of JSON-LD contexts, which are often served as plain JSON. */
export const CONTEXT_TYPES = ["application/ld+json", "application/json", "application/activity+json"]

const ACCEPT = 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"'

/**
 * A document loader in Fedify's shape, with the limits of `GuardedFetch`. It throws {OutgoingError}.
 * @param options for each fetch, such as the headers of a signature
 */
export function createDocumentLoader(
  guardedFetch: GuardedFetch,
  {
    mediaTypes = OBJECT_TYPES,
    ...options
  }: Pick<FetchOptions, "mediaTypes" | "headers" | "maxBytes" | "totalTimeout"> = {},
): DocumentLoader {
  const accept = mediaTypes === CONTEXT_TYPES ? "application/ld+json, application/json;q=0.9" : ACCEPT
  return async (address, { signal } = {}) => {
    const { url, status, headers, body } = await guardedFetch(address, {
      ...options,
      accept,
      mediaTypes,
      ...(signal && { signal }),
    })
    if (status < 200 || status > 299) throw new OutgoingError("status", url, `answers ${status}`, { status })
    let document: unknown
    try {
      document = JSON.parse(body.toString("utf8"))
    } catch (cause) {
      throw new OutgoingError("json", url, "is not JSON", { cause })
    }
    const linked = mediaType(headers) === "application/ld+json" ? null : linkedContext(String(headers.link ?? ""), url)
    return { contextUrl: linked, document, documentUrl: url }
  }
}

/** JSON-LD 1.1 §6.2: plain JSON may name its context in a Link header. */
function linkedContext(link: string, base: string): string | null {
  const match = /<([^>]*)>\s*;[^,]*rel="?http:\/\/www\.w3\.org\/ns\/json-ld#context"?/i.exec(link)
  return match ? (URL.parse(match[1]!, base)?.href ?? null) : null
}
