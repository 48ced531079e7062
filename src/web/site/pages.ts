import { Hono } from "hono"
import { bodyLimit } from "hono/body-limit"
import { csrf } from "hono/csrf"
import type { Db } from "../../store/db.ts"
import type { WebEnv } from "../components/visit.ts"
import { calendar } from "./calendar/calendar.ts"
import { event } from "./event/event.ts"
import { programme } from "./event/programme.ts"
import { followPage, followThere } from "./follow/follow.ts"
import { home } from "./home/home.ts"
import { eventImage, interviewPortrait } from "./images/images.ts"
import type { FetchImage } from "./images/remote-images.ts"
import { interview } from "./interview/interview.ts"
import { archives } from "./lists/archives.ts"
import { map } from "./lists/map.ts"
import { month, thisMonth } from "./lists/month.ts"
import { organiser } from "./lists/organiser.ts"
import { place } from "./lists/place.ts"
import { search } from "./lists/search.ts"
import { tag } from "./lists/tag.ts"
import { openData } from "./open-data.ts"
import { partner, partners } from "./partners.ts"
import type { RemoteFetch } from "./remote-fetch.ts"

interface SiteDeps {
  db: Db
  origin: string
  /** asks visitors' own servers where following starts */
  guardedFetch: RemoteFetch
  /** reads images of events and interviews that other sites serve */
  fetchImage: FetchImage
  /** null: the map page has no map */
  tileUrl: string | null
}

/** The public pages, which everybody may see. */
export function sitePages({ db, origin, guardedFetch, fetchImage, tileUrl }: SiteDeps): Hono<WebEnv> {
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
  return pages
}
