import { Hono } from "hono"
import { bodyLimit } from "hono/body-limit"
import { csrf } from "hono/csrf"
import { paths } from "../../domain/paths.ts"
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
  pages.get(paths.home.route, home(db))
  pages.get(paths.calendarPage.route, calendar(db))
  pages.get(paths.eventPage.route, event(db))
  pages.get(paths.eventImage.route, eventImage(db, fetchImage))
  pages.get(paths.programmePage.route, programme(db))
  pages.get(paths.interviewPage.route, interview(db))
  pages.get(paths.interviewPortrait.route, interviewPortrait(db, fetchImage))
  pages.get(paths.tagPage.route, tag(db))
  pages.get(paths.placePage.route, place(db))
  pages.get(paths.organiserPage.route, organiser(db))
  pages.get(paths.partners.route, partners(db))
  pages.get(paths.partnerPage.route, partner(db))
  pages.get(paths.archive.route, archives(db))
  pages.get(paths.search.route, search(db))
  pages.get(paths.map.route, map(db, tileUrl))
  pages.get(paths.months.route, thisMonth)
  pages.get(paths.month.route, month(db))
  pages.get(paths.openData.route, openData)
  pages.get(paths.followPage.route, followPage)
  pages.post(paths.followPage.route, csrf({ origin }), bodyLimit({ maxSize: 4096 }), followThere(guardedFetch))
  return pages
}
