import { Hono, type MiddlewareHandler } from "hono"
import { bodyLimit } from "hono/body-limit"
import { csrf } from "hono/csrf"
import { etag } from "hono/etag"
import { secureHeaders } from "hono/secure-headers"
import { createTokenKeys } from "../../access/tokens.ts"
import type { Db } from "../../store/db.ts"
import type { WebEnv } from "../components/visit.ts"
import { assets } from "../middleware/assets.ts"
import { visits } from "../middleware/visit.ts"
import { archives } from "./archives.ts"
import { calendar } from "./calendar.ts"
import { event } from "./event.ts"
import { failure } from "./failure.ts"
import { followPage, followThere } from "./follow.ts"
import { home } from "./home.ts"
import { interview } from "./interview.ts"
import { map } from "./map.ts"
import { missing } from "./missing.ts"
import { month, thisMonth } from "./month.ts"
import { openData } from "./open-data.ts"
import { organiser } from "./organiser.ts"
import { partner, partners } from "./partners.ts"
import { eventImage, interviewPortrait } from "./picture.ts"
import { place } from "./place.ts"
import { programme } from "./programme.ts"
import type { GuardedFetch } from "./remote-follow.ts"
import { remoteImages } from "./remote-images.ts"
import { search } from "./search.ts"
import { tag } from "./tag.ts"
import { accept, welcome } from "./welcome.ts"

export interface WebDeps {
  db: Db
  origin: string
  outgoing: { guardedFetch: GuardedFetch }
  site: { now(): Date }
  /** SECRET_KEY: the key that an invitation is exchanged for is signed with it */
  secretKey: string
  /** background of the map page; null or absent: it has no map of its own */
  tileUrl?: string | null
  /** told of what a visitor sees as « Référence » */
  log?: (reference: string, error: unknown) => void
}

/** The pages. They are mounted last: an address that nothing else answers gets its 404 here. */
export function webApp({
  db,
  origin,
  outgoing,
  site,
  secretKey,
  tileUrl = null,
  log = () => {},
}: WebDeps): Hono<WebEnv> {
  const { guardedFetch } = outgoing
  const fetchImage = remoteImages(guardedFetch, Date.now)
  const app = new Hono<WebEnv>()
  app.onError(failure(log))
  app.route("/", assets())
  app.use(secureHeaders(securityHeaders(origin)), etag(), visits({ db, origin, now: site.now }))

  const pages = new Hono<WebEnv>()
  pages.get("/", home(db))
  pages.get("/:at{@[a-z0-9_]+}", calendar(db))
  pages.get("/e/:slug", event(db))
  pages.get("/e/:slug/image", eventImage(db, fetchImage))
  pages.get("/e/:slug/programme", programme(db))
  pages.get("/i/:slug", interview(db))
  pages.get("/i/:slug/portrait", interviewPortrait(db, fetchImage))
  pages.get("/tags/:tag", tag(db))
  pages.get("/lieux/:slug", place(db))
  pages.get("/organisateurs/:name", organiser(db))
  pages.get("/partenaires", partners(db))
  pages.get("/partenaires/:address", partner(db))
  pages.get("/archives", archives(db))
  pages.get("/recherche", search(db))
  pages.get("/carte", map(db, tileUrl))
  pages.get("/mois", thisMonth)
  pages.get("/mois/:month", month(db))
  pages.get("/donnees-ouvertes", openData)
  pages.get("/suivre", followPage)
  pages.post("/suivre", csrf({ origin }), bodyLimit({ maxSize: 4096 }), followThere(guardedFetch))
  pages.get("/bienvenue", welcome(db))
  pages.post(
    "/bienvenue",
    csrf({ origin }),
    bodyLimit({ maxSize: 4096 }),
    accept(db, { origin, now: site.now }, createTokenKeys(secretKey)),
  )

  // without a language in its address, a page is in the one that the browser asks for
  for (const prefix of ["/", "/fr", "/en"]) app.route(prefix, pages)
  app.get("*", withoutSlash)
  app.all("*", missing(db))
  return app
}

/** `/archives/` is `/archives`. Never for what begins with two slashes, which would lead to another host. */
const withoutSlash: MiddlewareHandler = async (c, next) => {
  const { pathname, search } = new URL(c.req.url)
  return /^\/[^/\\].*\/$/.test(pathname) ? c.redirect(pathname.replace(/\/+$/, "") + search, 301) : next()
}

/** Each page sends its own Content-Security-Policy. */
const securityHeaders = (origin: string): Parameters<typeof secureHeaders>[0] => ({
  strictTransportSecurity: origin.startsWith("https:") ? "max-age=15552000" : false,
  referrerPolicy: "strict-origin-when-cross-origin",
  xFrameOptions: "DENY",
  xXssProtection: false,
  xDownloadOptions: false,
  permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
})
