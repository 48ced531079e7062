import { createHash } from "node:crypto"
import { STATUS_CODES } from "node:http"
import type { Context, Next } from "hono"
import { ACTIVITY_JSON, markVaried, negotiate } from "./negotiate.ts"

/** Everything here is public: scripts of any site may read it. */
const ANYONE = { "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag", Vary: "Accept" }

/** What is stored may change with every edit: caches keep it and ask again, which an ETag makes cheap. */
const REVALIDATED = "public, no-cache"

export interface Described {
  /** media type */
  type?: string | undefined
  status?: 200 | 410 | undefined
  /** with its quotes; without one it is made from the body */
  etag?: string | undefined
  cache?: string
}

/**
 * An answer with these bytes, or 304 for who has them. Hono's middlewares for ETag and CORS do the same, but rebuild every
 * response: they took 0.05 of the 0.17 ms of processor time that an object then needed in all.
 */
export function answer(
  c: Context,
  body: string,
  { type = ACTIVITY_JSON, status = 200, etag = digest(body, type), cache = REVALIDATED }: Described = {},
): Response {
  const headers = { ...ANYONE, "Content-Type": type, "Cache-Control": cache, ETag: etag }
  const known = c.req.header("If-None-Match")
  if (status === 200 && known !== undefined && names(known, etag)) {
    const { "Content-Type": _, ...kept } = headers
    return new Response(null, { status: 304, headers: kept })
  }
  return new Response(body, { status, headers })
}

const digest = (body: string, type: string): string =>
  `"${createHash("sha1").update(type).update("\n").update(body).digest("base64url")}"`

/** Weak comparison (RFC 9110 §13.1.2): a compressing proxy marks our ETags as weak. */
const names = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch.trim() === "*" || (ifNoneMatch.match(/"[^"]*"/g)?.includes(etag) ?? false)

/** Elsewhere; 303 for who wants a page instead, 302 for who wants the id. */
export const elsewhere = (status: 302 | 303, location: string): Response =>
  new Response(null, { status, headers: { ...ANYONE, Location: location, "Cache-Control": REVALIDATED } })

/** An answer that says what is wrong (RFC 9457). What does not exist may exist later: nobody keeps a refusal. */
export function problem(status: number, detail: string, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ title: STATUS_CODES[status], status, detail }), {
    status,
    headers: { ...ANYONE, "Content-Type": "application/problem+json", "Cache-Control": "no-store", ...headers },
  })
}

/** 404 for who asks for ActivityPub; a browser gets the site's own page, as for any wrong address. */
export async function missing(c: Context, next: Next): Promise<Response | undefined> {
  const { media } = negotiate(c.req.header("Accept"))
  if (media !== "text/html") return problem(404, "nothing was ever published here")
  await next()
  markVaried(c)
  return undefined
}

export const notAcceptable = (): Response =>
  problem(406, "this address answers application/activity+json, application/ld+json and text/html")
