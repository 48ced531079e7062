import type { Context, Handler } from "hono"
import { absolute, actorHandleAt, INSTANCE_HANDLE, paths } from "../../src/domain/paths.ts"
import { markVaried, negotiate } from "../../src/http/negotiation.ts"
import { publicProblem, publicRedirect } from "../../src/http/public.ts"
import { readCounts } from "../../src/store/collections.ts"
import type { Db } from "../../src/store/db.ts"
import { idOfSlug } from "../../src/store/public/slugs.ts"
import type { Serving } from "./serving.ts"

/**
 * Redirects a request for a page to the id (302) when it names an ActivityPub media type: Misskey, snac2 and Hollo find an object by the
 * address of its page in this way. Any other request gets the page.
 */
const redirectToId =
  ({ db, origin }: Serving, find: (db: Db, c: Context) => Promise<string | null>): Handler =>
  async (c, next) => {
    const { media, named } = negotiate(c.req.header("Accept"))
    if (!named || media === "text/html") {
      await next()
      return markVaried(c)
    }
    const path = await find(db, c)
    if (path === null) return publicProblem(404, "nothing was ever published here")
    return publicRedirect(302, absolute(origin, path))
  }

/** The home page belongs to the Application. */
export const instanceOfHome = (serving: Serving): Handler =>
  redirectToId(serving, async () => paths.actor(INSTANCE_HANDLE))

export const actorOfPage = (serving: Serving): Handler =>
  redirectToId(serving, async (db, c) => {
    const handle = actorHandleAt(c.req.path)
    const path = handle && paths.actor(handle)
    return path && (await readCounts(db, path)) ? path : null
  })

export const eventOfPage = (serving: Serving): Handler =>
  redirectToId(serving, async (db, c) => {
    const id = await idOfSlug(db, "event", c.req.param("slug") ?? "")
    return id && paths.event(id)
  })

export const interviewOfPage = (serving: Serving): Handler =>
  redirectToId(serving, async (db, c) => {
    const id = await idOfSlug(db, "interview", c.req.param("slug") ?? "")
    return id && paths.interview(id)
  })
