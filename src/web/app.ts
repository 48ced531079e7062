import { Hono, type MiddlewareHandler } from "hono"
import { secureHeaders } from "hono/secure-headers"
import { LANGUAGE_PREFIXES } from "../domain/addresses/pages.ts"
import type { Db } from "../store/db.ts"
import type { WebEnv } from "./components/visit.ts"
import { deskPages } from "./desk/pages.ts"
import { assets } from "./middleware/assets.ts"
import { visits } from "./middleware/visit.ts"
import { failure } from "./site/errors/failure.ts"
import { missing } from "./site/errors/missing.ts"
import type { FetchImage } from "./site/images/remote-images.ts"
import { sitePages } from "./site/pages.ts"
import type { RemoteFetch } from "./site/remote-fetch.ts"

interface WebDeps {
  db: Db
  origin: string
  outgoing: { guardedFetch: RemoteFetch }
  /** reads images of events and interviews that other sites serve */
  fetchImage: FetchImage
  site: { now(): Date }
  /** SECRET_KEY: signs the token that an invitation is exchanged for */
  secretKey: string
  /** background of the map page; null or absent: the page has no map */
  tileUrl?: string | null
  /** logs an unexpected error under the reference that the visitor sees as « Référence » */
  log?: (reference: string, error: unknown) => void
}

/** All pages: the public site and the desk. Mounted last: it answers 404 at every address that nothing else answers. */
export function webApp(deps: WebDeps): Hono<WebEnv> {
  const { db, origin, outgoing, fetchImage, site, secretKey, tileUrl = null, log = () => {} } = deps
  const { guardedFetch } = outgoing
  const app = new Hono<WebEnv>()
  app.onError(failure(log))
  app.route("/", assets())
  app.use(secureHeaders(securityHeaders(origin)), visits({ db, origin, now: site.now }))

  const ofSite = sitePages({ db, origin, guardedFetch, fetchImage, tileUrl })
  const ofDesk = deskPages({ db, origin, now: site.now, secretKey })
  // without a language in its address, a page is in the one that the browser asks for
  for (const prefix of ["/", ...LANGUAGE_PREFIXES]) app.route(prefix, ofSite).route(prefix, ofDesk)
  app.get("*", withoutSlash)
  app.all("*", missing(db))
  return app
}

/**
 * Redirects `/archives/` to `/archives`, never an address with two leading slashes: that would lead to another host.
 */
const withoutSlash: MiddlewareHandler = async (c, next) => {
  const { pathname, search } = new URL(c.req.url)
  return /^\/[^/\\].*\/$/.test(pathname) ? c.redirect(pathname.replace(/\/+$/, "") + search, 301) : next()
}

/** Without Content-Security-Policy: each page sends its own. */
const securityHeaders = (origin: string): Parameters<typeof secureHeaders>[0] => ({
  strictTransportSecurity: origin.startsWith("https:") ? "max-age=15552000" : false,
  referrerPolicy: "strict-origin-when-cross-origin",
  xFrameOptions: "DENY",
  xXssProtection: false,
  xDownloadOptions: false,
  permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
})
