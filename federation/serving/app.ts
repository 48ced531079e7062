import { type Handler, Hono } from "hono"
import { cors } from "hono/cors"
import type { Site } from "../../src/actions/site.ts"
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

const IDS = ["actors", "events", "interviews", "news", "videos", "places", "activities", "contexts", "quotes"]
const READ = [...IDS.map(kind => `/${kind}/*`), "/.well-known/webfinger", "/.well-known/nodeinfo", "/nodeinfo/*"]
// in a group: a router that tests `^a|b$` against the rest of an address matches `b` in the middle of /api/v1/b
const POST = "/:kind{(?:events|interviews|news|videos)}/:id"

/**
 * What other servers read from us, an address a line. It is mounted before the pages: a browser's request for an id or a page passes
 * through. Deliveries to an inbox (POST) are answered by `receiving/`.
 */
export function federationApp({ db, origin, site, inDialect }: ServingOptions): Hono {
  const serving: Serving = { db, origin, now: () => site.now(), wire: site.wire }
  const app = new Hono()
  app.onError(unavailable)

  app.on("OPTIONS", READ, cors({ origin: "*", allowMethods: ["GET", "HEAD"], maxAge: 86_400 }))

  app.get("/.well-known/webfinger", webfinger(serving))
  app.get("/.well-known/nodeinfo", nodeinfoLinks(serving))
  app.get("/nodeinfo/2.1", nodeinfo(serving))

  app.get("/actors/:handle", serveObject(serving))
  app.get("/actors/:handle/outbox", outbox(serving, inDialect))
  app.get("/actors/:handle/followers", followers(serving))
  app.get("/actors/:handle/following", following(serving))
  app.get("/actors/:handle/featured", featured(serving))
  app.get("/actors/:handle/tags", featuredTags(serving))
  app.get("/actors/:handle/upcoming", upcoming(serving))
  app.get("/actors/:handle/inbox", onlyPost)
  app.get(paths.sharedInbox(), onlyPost)

  app.get(POST, serveObject(serving))
  app.get(`${POST}/likes`, reactions(serving, "likes"))
  app.get(`${POST}/shares`, reactions(serving, "shares"))
  app.get(`${POST}/replies`, replies(serving))
  app.get("/places/:id/:version", serveObject(serving))
  app.get("/quotes/:id", serveObject(serving))
  app.get("/activities/:id", serveActivity(serving))
  app.get("/contexts/:id", context(serving))
  app.get(`/:kind{(?:${IDS.join("|")})}/*`, missing)

  app.on(["POST", "PUT", "PATCH", "DELETE"], READ, onlyRead)

  app.get(paths.home(), instanceOfHome(serving))
  app.get("/:at{@[a-z0-9_]+}", actorOfPage(serving))
  app.get("/e/:slug{[a-z0-9-]+}", eventOfPage(serving))
  app.get("/i/:slug{[a-z0-9-]+}", interviewOfPage(serving))

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
