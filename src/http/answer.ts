import type { Context } from "hono"
import { digestOf, isUnchanged } from "./conditional.ts"

interface Representation {
  status?: number
  /** sent with 200 and with 304 */
  headers?: Record<string, string>
  /** describes the body: not sent with 304 (RFC 9110 §15.4.5) */
  content?: Record<string, string>
  /** with its quotes; of a 200 to GET it is made from the body when it is left out */
  etag?: string | undefined
  lastModified?: Date | undefined
}

/**
 * A response with these bytes, or 304 without them when the client has them. Hono's middlewares for ETag and CORS do the same, but
 * build every response again: they took 0.05 of the 0.17 ms of processor time that an ActivityPub object needs in all.
 */
export function answer(
  c: Context,
  body: string | Uint8Array<ArrayBuffer> | null,
  { status = 200, headers, content, etag = etagOf(c, status, body), lastModified }: Representation,
): Response {
  const always: Record<string, string> = { ...headers }
  if (etag !== undefined) always.ETag = etag
  if (lastModified) always["Last-Modified"] = lastModified.toUTCString()
  if (status === 200 && etag !== undefined && isUnchanged(c.req, { etag, lastModified }))
    return new Response(null, { status: 304, headers: always })
  return new Response(body, { status, headers: { ...always, ...content } })
}

function etagOf(c: Context, status: number, body: string | Uint8Array | null): string | undefined {
  const { method } = c.req
  return status === 200 && body !== null && (method === "GET" || method === "HEAD") ? `"${digestOf(body)}"` : undefined
}
