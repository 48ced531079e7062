import { address } from "./addresses/address.ts"
import { DAV } from "./addresses/dav.ts"
import { IDS } from "./addresses/ids.ts"
import { PAGES } from "./addresses/pages.ts"
import { oneOf } from "./addresses/parameters.ts"

/** An address of the site. It has ORIGIN, never the request's Host: ids are the same behind any proxy. */
export const absolute = (origin: string, path: string): string => origin + path

/** The path of an IRI of ours; null when it is not. */
export function localPath(origin: string, iri: string): string | null {
  return iri.startsWith(`${origin}/`) ? iri.slice(origin.length) : null
}

export const INSTANCE_HANDLE = "instance"

/** The handle of the actor that a path names by its id or by its page; null for any other path. */
export function actorHandleAt(path: string): string | null {
  if (path === PAGES.home()) return INSTANCE_HANDLE
  return (IDS.actor.parse(path) ?? PAGES.calendarPage.parse(path))?.handle ?? null
}

/** The formats of what a page shows: the feed's address is the page's with one of these as its ending. */
export const FEED_FORMATS = ["ics", "jcal", "atom", "rss", "json", "geojson", "kml", "csv", "xml", "jsonld"] as const
export type FeedFormat = (typeof FEED_FORMATS)[number]

/** Those of one session; feed readers, tables and maps hold its event. */
export const SESSION_FORMATS = ["ics", "jcal", "jsonld"] as const satisfies FeedFormat[]
type SessionFormat = (typeof SESSION_FORMATS)[number]

/** Those of a partner's events. */
export const PARTNER_FORMATS = ["ics", "jcal", "atom", "rss", "json"] as const satisfies FeedFormat[]
export type PartnerFormat = (typeof PARTNER_FORMATS)[number]

/**
 * Every address of the site (those of the API are in `addresses/api.ts`, those of feeds in `addresses/feeds.ts`). `paths.event(id)`
 * gives a path, `paths.event.route` is for the router, and `paths.event.parse(path)` gives the parameters back.
 */
export const paths = {
  ...IDS,
  replies: (object: string) => `${object}/replies`,
  likes: (object: string) => `${object}/likes`,
  shares: (object: string) => `${object}/shares`,

  ...PAGES,
  /** where the programme shows one session */
  session: (slug: string, session: string) => `${PAGES.programmePage(slug)}#s-${session}`,
  /** the one-time link of an invitation */
  welcome: (secret: string) => `${PAGES.welcomePage()}?cle=${secret}`,
  follow: (handle?: string) =>
    handle ? `${PAGES.followPage()}?calendrier=${encodeURIComponent(handle)}` : PAGES.followPage(),

  /** what a page shows, in a format; the home page's whole selection is `/tout.csv` … */
  feed: (page: string, format: FeedFormat) => `${page === "/" ? "/tout" : page}.${format}`,
  sessionFeed: (slug: string, session: string, format: SessionFormat) =>
    `${PAGES.programmePage(slug)}/${session}.${format}`,
  schedule: PAGES.eventPage.with`/schedule.${oneOf("format", ["xml", "json"])}`,
  catalogue: address`/catalogue.jsonld`,
  openAgenda: address`/openagenda.json`,
  /** of the XML of every page */
  xmlSchema: address`/agenda.xsd`,
  export: address`/export.json`,

  ...DAV,
}
