import { html, raw } from "hono/html"
import { absolute, type FeedFormat, paths } from "../../domain/paths.ts"
import { MEDIA_TYPES } from "../../feeds/data/media-types.ts"
import { ASSETS } from "./assets.ts"
import type { Html } from "./html.ts"
import { link, type Visit } from "./visit.ts"

export interface Head {
  /** as tabs and search results show it, the site's name included */
  title: string
  description?: string
  /** the address of the original, when this page is a copy */
  canonical?: string
  /** path of the ActivityPub object or actor that this page shows */
  activity?: string
  /** `@agenda@communs.example`, which Mastodon names as the author of links to this page */
  creator?: string
  feeds?: { type: string; path: string; title: string }[]
  /** schema.org, for search engines; must be safe inside a script element */
  jsonLd?: string
  /** the inline style sheet that places a programme's grid */
  style?: string
  kind?: "website" | "article" | "profile"
  image?: { path: string; alt: string; width: number | null; height: number | null }
  /** not for search engines: an error, or one of many filters of the same list */
  unlisted?: boolean
}

const ALTERNATES = [
  { hreflang: "fr", prefix: "/fr" },
  { hreflang: "en", prefix: "/en" },
  { hreflang: "x-default", prefix: "" },
] as const

export function head(visit: Visit, page: Head): Html {
  const { origin } = visit
  const own = absolute(origin, link(visit, visit.path))
  const alternate = ({ hreflang, prefix }: (typeof ALTERNATES)[number]) => {
    const address = absolute(origin, link({ ...visit, prefix }, visit.path))
    return html`<link rel="alternate" hreflang="${hreflang}" href="${address}">
`
  }
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
}${openGraph(visit, page)}<meta name="twitter:card" content="${page.image ? "summary_large_image" : "summary"}">
${
  page.jsonLd &&
  html`<script type="application/ld+json">${raw(page.jsonLd)}</script>
`
}</head>`
}

/** The properties of the Open Graph protocol, for previews of links. */
function openGraph(visit: Visit, { title, description, kind = "website", image }: Head): Html[] {
  const { origin, words } = visit
  const properties: [string, string | number | null | undefined][] = [
    ["og:site_name", visit.site.name],
    ["og:title", title],
    ["og:description", description],
    ["og:type", kind],
    ["og:url", absolute(origin, visit.path)],
    ["og:locale", words.locale],
    ["og:image", image && absolute(origin, image.path)],
    ["og:image:alt", image?.alt],
    ["og:image:width", image?.width],
    ["og:image:height", image?.height],
  ]
  return properties
    .filter(([, content]) => content)
    .map(
      ([name, content]) => html`<meta property="${name}" content="${content}">
`,
    )
}

/** `@agenda@communs.example` */
export const address = (origin: string, handle: string): string => `@${handle}@${new URL(origin).host}`

/** A `webcal:` address, to which calendar apps subscribe instead of importing it once. */
export const webcal = (origin: string, path: string): string => `webcal://${new URL(origin).host}${path}`

const ANNOUNCED: readonly FeedFormat[] = ["ics", "atom", "json", "geojson", "csv"]

/** The feeds of a page as `<link rel="alternate">`: its address with the ending of each format. */
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
