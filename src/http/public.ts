import type { Context } from "hono"
import { answer } from "./answer.ts"
import { digestOf } from "./conditional.ts"
import { ACTIVITY_JSON } from "./negotiation.ts"
import { problem } from "./problem.ts"

/** What is public may be read by the scripts of any site. */
const CORS = { "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag", Vary: "Accept" }

/** What is stored may change with every edit: caches store it and revalidate, which an ETag makes cheap. */
const REVALIDATED = "public, no-cache"

interface PublicDocument {
  /** media type; without one, `application/activity+json` */
  type?: string | undefined
  status?: 200 | 410 | undefined
  /** with its quotes; without one it is made from type and body */
  etag?: string | undefined
  /** Cache-Control */
  cache?: string
}

/** A public JSON document, or 304. */
export const publicAnswer = (
  c: Context,
  body: string,
  { type = ACTIVITY_JSON, status = 200, etag, cache = REVALIDATED }: PublicDocument = {},
): Response =>
  answer(c, body, {
    status,
    etag: etag ?? `"${digestOf(type, "\n", body)}"`,
    headers: { ...CORS, "Cache-Control": cache },
    content: { "Content-Type": type },
  })

/** @param status 303 leads a browser from an id to its page, 302 leads a server from a page to its id */
export const publicRedirect = (status: 302 | 303, location: string): Response =>
  new Response(null, { status, headers: { ...CORS, Location: location, "Cache-Control": REVALIDATED } })

export const publicProblem = (status: number, detail: string, headers: Record<string, string> = {}): Response =>
  problem(status, { detail }, { ...CORS, ...headers })

/** 503, for when the database cannot be reached: to servers that read 404 or 410, what they hold of us would be deleted. */
export const databaseUnavailable = (advice = "try again in a minute"): Response =>
  publicProblem(503, `the database does not answer: ${advice}`, { "Retry-After": "60" })
