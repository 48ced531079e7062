import { html, raw } from "hono/html"
import { absolute, type FeedFormat, paths } from "../../domain/paths.ts"
import { MEDIA_TYPES } from "../../feeds/data/media-types.ts"
import { ASSETS } from "../middleware/assets.ts"
import type { Html } from "./html.ts"
import { link, type Visit } from "./visit.ts"

export interface Head {
  /** as tabs and search results show it, the site's name included */
  title: string
  description?: string
  /** when this page is a copy of another one, that one's address */
  canonical?: string
  /** our object that this page shows, for servers that look for it here */
  activity?: string
  /** `@agenda@communs.example`, named as the author of links to this page */
  creator?: string
  feeds?: { type: string; path: string; title: string }[]
  /** for search engines; safe inside a script element */
  jsonLd?: string
  /** places of a programme's grid */
  style?: string
  kind?: "website" | "article" | "profile"
  image?: { path: string; alt: string; width: number | null; height: number | null }
  /** what is an error or one of many filters of the same list */
  unlisted?: boolean
}

const ALTERNATES = [
  { hreflang: "fr", prefix: "/fr" },
  { hreflang: "en", prefix: "/en" },
  { hreflang: "x-default", prefix: "" },
] as const

export function head(visit: Visit, page: Head): Html {
  const { origin, words } = visit
  const own = absolute(origin, link(visit, visit.path))
  const shared = absolute(origin, visit.path)
  const alternate = ({ hreflang, prefix }: (typeof ALTERNATES)[number]) =>
    html`<link rel="alternate" hreflang="${hreflang}" href="${absolute(origin, link({ ...visit, prefix }, visit.path))}">
`
  const property = (name: string, content: string | number | null | undefined) =>
    content
      ? html`<meta property="${name}" content="${content}">
`
      : ""
  return html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${page.title}</title>
<meta name="color-scheme" content="light dark">
${
  page.description &&
  html`<meta name="description" content="${page.description}">
`
}<link rel="stylesheet" href="${ASSETS.style.path}">
${
  page.style &&
  html`<style>${raw(page.style)}</style>
`
}<script type="module" src="${ASSETS.script.path}"></script>
<link rel="icon" type="image/svg+xml" href="${ASSETS.mark.path}">
${
  page.unlisted
    ? html`<meta name="robots" content="noindex">
`
    : html`<link rel="canonical" href="${page.canonical ?? own}">
${ALTERNATES.map(alternate)}`
}${
  page.activity &&
  html`<link rel="alternate" type="application/activity+json" href="${absolute(origin, page.activity)}">
`
}${page.feeds?.map(
  feed => html`<link rel="alternate" type="${feed.type}" title="${feed.title}" href="${feed.path}">
`,
)}${
  page.creator &&
  html`<meta name="fediverse:creator" content="${page.creator}">
`
}${property("og:site_name", visit.site.name)}${property("og:title", page.title)}${property("og:description", page.description)}${property("og:type", page.kind ?? "website")}${property("og:url", shared)}${property("og:locale", words.locale)}${
  page.image && [
    property("og:image", absolute(origin, page.image.path)),
    property("og:image:alt", page.image.alt),
    property("og:image:width", page.image.width),
    property("og:image:height", page.image.height),
  ]
}<meta name="twitter:card" content="${page.image ? "summary_large_image" : "summary"}">
${
  page.jsonLd &&
  html`<script type="application/ld+json">${raw(page.jsonLd)}</script>
`
}</head>`
}

/** `@agenda@communs.example` */
export const address = (origin: string, handle: string): string => `@${handle}@${new URL(origin).host}`

/** An address that calendar apps subscribe to instead of downloading once. */
export const webcal = (origin: string, path: string): string => `webcal://${new URL(origin).host}${path}`

const ANNOUNCED: readonly FeedFormat[] = ["ics", "atom", "json", "geojson", "csv"]

/** What programs find at a page, each in a format: its address and an ending. */
export const pageFeeds = (
  page: string,
  title: string,
  { formats = ANNOUNCED, query = "" }: { formats?: readonly FeedFormat[]; query?: string } = {},
): NonNullable<Head["feeds"]> =>
  formats.map(format => ({
    type: MEDIA_TYPES[format].replace(/;.*/, ""),
    path: paths.feed(page, format) + query,
    title,
  }))
