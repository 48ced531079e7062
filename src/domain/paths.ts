/**
 * Every address of the site, made here and nowhere else. Each function gives a path; `absolute` joins it to ORIGIN,
 * never to the request's Host (security: ids keep ORIGIN behind any proxy).
 */
export const absolute = (origin: string, path: string): string => origin + path

/** The path of one of our own ids, or null when the IRI is not ours. */
export function localPath(origin: string, iri: string): string | null {
  return iri.startsWith(`${origin}/`) ? iri.slice(origin.length) : null
}

export const INSTANCE_HANDLE = "instance"

/** The formats in which what a page shows can be had: the page's address and one of these as its ending. */
export const FEED_FORMATS = ["ics", "jcal", "atom", "rss", "json", "geojson", "kml", "csv", "xml", "jsonld"] as const
export type FeedFormat = (typeof FEED_FORMATS)[number]

/** Those of one session: what is read, listed or mapped is its event. */
export const SESSION_FORMATS = ["ics", "jcal", "jsonld"] as const satisfies FeedFormat[]
export type SessionFormat = (typeof SESSION_FORMATS)[number]

/** Those of a partner's events, whose text, licence and place are theirs. */
export const PARTNER_FORMATS = ["ics", "jcal", "atom", "rss", "json"] as const satisfies FeedFormat[]
export type PartnerFormat = (typeof PARTNER_FORMATS)[number]

export const paths = {
  // ids, served as ActivityPub at exactly these paths
  actor: (handle: string) => `/actors/${handle}`,
  inbox: (handle: string) => `/actors/${handle}/inbox`,
  outbox: (handle: string) => `/actors/${handle}/outbox`,
  followers: (handle: string) => `/actors/${handle}/followers`,
  /** those of the asking server (FEP-8fcf) */
  followersSynchronization: (handle: string) => `/actors/${handle}/followers_synchronization`,
  following: (handle: string) => `/actors/${handle}/following`,
  featured: (handle: string) => `/actors/${handle}/featured`,
  featuredTags: (handle: string) => `/actors/${handle}/tags`,
  upcoming: (handle: string) => `/actors/${handle}/upcoming`,
  sharedInbox: () => "/inbox",
  event: (id: string) => `/events/${id}`,
  interview: (id: string) => `/interviews/${id}`,
  news: (id: string) => `/news/${id}`,
  place: (id: string, version: number) => `/places/${id}/v${version}`,
  activity: (id: string) => `/activities/${id}`,
  /** the permission to quote one of our posts */
  quote: (id: string) => `/quotes/${id}`,
  context: (id: string) => `/contexts/${id}`,
  replies: (object: string) => `${object}/replies`,
  likes: (object: string) => `${object}/likes`,
  shares: (object: string) => `${object}/shares`,

  // pages
  home: () => "/",
  calendarPage: (handle: string) => `/@${handle}`,
  eventPage: (slug: string) => `/e/${slug}`,
  programmePage: (slug: string) => `/e/${slug}/programme`,
  /** where the programme shows one session */
  session: (slug: string, session: string) => `/e/${slug}/programme#s-${session}`,
  interviewPage: (slug: string) => `/i/${slug}`,
  tagPage: (tag: string) => `/tags/${encodeURIComponent(tag)}`,
  placePage: (slug: string) => `/lieux/${slug}`,
  organiserPage: (name: string) => `/organisateurs/${encodeURIComponent(name)}`,
  /** whose events come here */
  partners: () => "/partenaires",
  /** `theatre@partner.example`, or the host alone */
  partnerPage: (address: string) => `/partenaires/${encodeURI(address)}`,
  search: () => "/recherche",
  map: () => "/carte",
  /** the current one */
  months: () => "/mois",
  /** `2026-12` */
  month: (month: string) => `/mois/${month}`,
  archive: () => "/archives",
  /** where an invitation is used */
  welcomePage: () => "/bienvenue",
  /** the one-time link of an invitation */
  welcome: (secret: string) => `/bienvenue?cle=${secret}`,
  follow: (handle?: string) => (handle ? `/suivre?calendrier=${encodeURIComponent(handle)}` : "/suivre"),

  // feeds
  /** what a page shows, in a format; the home page's whole selection is `/tout.csv` … */
  feed: (page: string, format: FeedFormat) => `${page === "/" ? "/tout" : page}.${format}`,
  sessionFeed: (slug: string, session: string, format: SessionFormat) => `/e/${slug}/programme/${session}.${format}`,
  schedule: (slug: string, format: "xml" | "json") => `/e/${slug}/schedule.${format}`,
  catalogue: () => "/catalogue.jsonld",
  openAgenda: () => "/openagenda.json",
  /** of the XML of every page */
  xmlSchema: () => "/agenda.xsd",
  export: () => "/export.json",
  /** what each format holds, field by field */
  openData: () => "/donnees-ouvertes",

  // CalDAV
  dav: () => "/dav/",
  davPrincipal: () => "/dav/principal/",
  davCalendars: () => "/dav/calendars/",
  davCalendar: (handle: string) => `/dav/calendars/${handle}/`,
  /** an event or a session, by its id */
  davEntry: (handle: string, id: string) => `/dav/calendars/${handle}/${id}.ics`,
} as const
