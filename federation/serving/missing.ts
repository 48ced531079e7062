import type { Context, Next } from "hono"
import { markVaried, negotiate } from "../../src/http/negotiation.ts"
import { publicProblem } from "../../src/http/public.ts"

/** 404 for clients that ask for ActivityPub; a browser gets the site's own page, as for any other wrong address. */
export async function missing(c: Context, next: Next): Promise<Response | undefined> {
  const { media } = negotiate(c.req.header("Accept"))
  if (media !== "text/html") return publicProblem(404, "nothing was ever published here")
  await next()
  markVaried(c)
  return undefined
}

/** 406 for a client that accepts neither ActivityPub nor HTML. */
export const notAcceptable = (): Response =>
  publicProblem(406, "this address answers application/activity+json, application/ld+json and text/html")
