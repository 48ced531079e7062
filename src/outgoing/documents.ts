import { OutgoingError } from "./error.ts"
import { type FetchOptions, type GuardedFetch, mediaType } from "./fetch.ts"

/** What Fedify and jsonld call a remote document. */
export interface RemoteDocument {
  contextUrl: string | null
  document: unknown
  documentUrl: string
}

export type DocumentLoader = (url: string, options?: { signal?: AbortSignal | null }) => Promise<RemoteDocument>

/** Objects and actors: a JSON file that someone uploaded to a friendly host is `application/json` and does not pass. */
const OBJECT_TYPES = ["application/activity+json", "application/ld+json"]
/** Contexts are often served as plain JSON. */
export const CONTEXT_TYPES = ["application/ld+json", "application/json", "application/activity+json"]

const ACCEPT = 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"'

/**
 * A loader in the shape that Fedify takes, bounded to 1 MiB, 15 s and 5 redirects.
 * @param options more for each fetch, such as the headers of a signature
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
