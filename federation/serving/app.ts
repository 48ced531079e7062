import { type Handler, Hono } from "hono"
import { cors } from "hono/cors"
import type { Site } from "../../src/actions/site.ts"
import { ID_ROOTS, POSTS } from "../../src/domain/addresses/ids.ts"
import { paths } from "../../src/domain/paths.ts"
import { databaseUnavailable, publicProblem } from "../../src/http/public.ts"
import type { Db } from "../../src/store/db.ts"
import { isOutage } from "../../src/store/outage.ts"
import type { InDialect } from "../remote/dialects.ts"
import { serveActivity } from "./activities.ts"
import { context, featured, featuredTags, followers, following, reactions, replies, upcoming } from "./collections.ts"
import { missing } from "./missing.ts"
import { nodeinfo, nodeinfoLinks } from "./nodeinfo.ts"
import { serveObject } from "./objects.ts"
import { outbox } from "./outbox.ts"
import { actorOfPage, eventOfPage, instanceOfHome, interviewOfPage } from "./pages.ts"
import type { Serving } from "./serving.ts"
import { webfinger } from "./webfinger.ts"

export interface ServingOptions {
  db: Db
  /** ORIGIN */
  origin: string
  site: Pick<Site, "now" | "wire">
  /** writes the activities of other actors that the instance's outbox lists */
  inDialect: InDialect
}

/** The addresses that scripts may read and nobody may write, inboxes excepted. */
const READ_ONLY = [
  ...ID_ROOTS.map(root => `/${root}/*`),
  paths.webfinger.route,
  paths.nodeinfoLinks.route,
  paths.nodeinfo.route,
]

/**
 * What other servers read from us, an address a line. It is mounted before the pages: a browser's request for an id or a page passes
 * through. Deliveries to an inbox (POST) are answered by `receiving/`.
 */
export function federationApp({ db, origin, site, inDialect }: ServingOptions): Hono {
  const serving: Serving = { db, origin, now: () => site.now(), wire: site.wire }
  const app = new Hono()
  app.onError(unavailable)

  app.on("OPTIONS", READ_ONLY, cors({ origin: "*", allowMethods: ["GET", "HEAD"], maxAge: 86_400 }))

  app.get(paths.webfinger.route, webfinger(serving))
  app.get(paths.nodeinfoLinks.route, nodeinfoLinks(serving))
  app.get(paths.nodeinfo.route, nodeinfo(serving))

  app.get(paths.actor.route, serveObject(serving))
  app.get(paths.outbox.route, outbox(serving, inDialect))
  app.get(paths.followers.route, followers(serving))
  app.get(paths.following.route, following(serving))
  app.get(paths.featured.route, featured(serving))
  app.get(paths.featuredTags.route, featuredTags(serving))
  app.get(paths.upcoming.route, upcoming(serving))
  app.get(paths.inbox.route, onlyPost)
  app.get(paths.sharedInbox.route, onlyPost)

  for (const { route } of POSTS) {
    app.get(route, serveObject(serving))
    app.get(paths.likes(route), reactions(serving, "likes"))
    app.get(paths.shares(route), reactions(serving, "shares"))
    app.get(paths.replies(route), replies(serving))
  }
  app.get(paths.place.route, serveObject(serving))
  app.get(paths.quote.route, serveObject(serving))
  app.get(paths.activity.route, serveActivity(serving))
  app.get(paths.context.route, context(serving))
  for (const root of ID_ROOTS) app.get(`/${root}/*`, missing)

  app.on(["POST", "PUT", "PATCH", "DELETE"], READ_ONLY, onlyRead)

  app.get(paths.home.route, instanceOfHome(serving))
  app.get(paths.calendarPage.route, actorOfPage(serving))
  app.get(paths.eventPage.route, eventOfPage(serving))
  app.get(paths.interviewPage.route, interviewOfPage(serving))

  return app
}

/** 503 while the database is unavailable: servers delete what they read as 404 or 410. Any other error is a bug. */
function unavailable(error: Error): Response {
  if (isOutage(error)) return databaseUnavailable()
  throw error
}

/** 405 for anything but a delivery to an inbox. */
const onlyRead: Handler = (c, next) =>
  c.req.path.endsWith("/inbox") ? next() : publicProblem(405, "this address is read only", { Allow: "GET, HEAD" })

/** Inboxes cannot be read. */
const onlyPost = (): Response => publicProblem(405, "an inbox takes POST only", { Allow: "POST" })
