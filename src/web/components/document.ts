import type { Context } from "hono"
import { html, raw } from "hono/html"
import type { ContentfulStatusCode } from "hono/utils/http-status"
import type { Licence } from "../../domain/licence.ts"
import { paths } from "../../domain/paths.ts"
import { answer } from "../../http/answer.ts"
import { contentSecurityPolicy } from "../../http/content-security-policy.ts"
import { french } from "../../text/typography.ts"
import { type Head, head } from "./head.ts"
import type { Html } from "./html.ts"
import { mark } from "./mark.ts"
import { interviewCalendars, langOf, link, type Visit, type WebEnv } from "./visit.ts"

export interface Page extends Head {
  main: Html
  /** the main element has no padding */
  flush?: boolean
  /** the entry of the navigation that is marked as this page */
  current?: "home" | "month" | "map" | "archives" | "interviews" | "search"
  status?: ContentfulStatusCode
  /** more headers of the response */
  headers?: Record<string, string>
  /** origin of a video that is loaded after a click */
  frame?: string
  /** origin of the tiles of a map that is loaded after a click */
  tiles?: string
  /** it has a form that redirects to the visitor's own server */
  leaves?: boolean
}

/** Answers with a whole page, or 304 when If-None-Match names it. */
export async function show(c: Context<WebEnv>, page: Page): Promise<Response> {
  const visit = c.get("visit")
  const status = page.status ?? 200
  const text = String(await document(visit, page))
  return answer(c, text, {
    status,
    headers: {
      ...page.headers,
      Vary: visit.prefix ? "Accept" : "Accept, Accept-Language",
      "Cache-Control": status >= 500 ? "no-store" : "no-cache",
    },
    content: {
      "Content-Type": "text/html; charset=UTF-8",
      "Content-Language": visit.language,
      "Content-Security-Policy": contentSecurityPolicy(page, visit.origin),
    },
  })
}

const document = (visit: Visit, page: Page): Html => html`<!doctype html>
<html lang="${visit.language}">
${head(visit, page)}
<body>
<a class="skip" href="#contenu">${visit.words.skip}</a>
${masthead(visit, page.current)}
<main id="contenu" tabindex="-1"${page.flush ? raw(' class="flush"') : ""}>
${page.main}
</main>
${foot(visit)}
</body>
</html>
`

function masthead(visit: Visit, current: Page["current"]): Html {
  const { words, site } = visit
  const [interviews] = interviewCalendars(site)
  const entry = (name: Page["current"], path: string, label: string) =>
    html`<li><a href="${link(visit, path)}"${current === name && raw(' aria-current="page"')}>${label}</a></li>`
  const { code, name } = words.other
  const otherLanguage = (visit.path === "/" ? `/${code}` : `/${code}${visit.path}`) + visit.search
  return html`<header class="head">
<div class="wrap">
  <a class="brand" href="${link(visit, paths.home())}">${mark}<span>${french(site.name)}</span></a>
  <nav aria-label="${words.nav.label}">
    <ul>
      ${entry("home", paths.home(), words.nav.home)}
      ${entry("month", paths.months(), words.nav.month)}
      ${entry("map", paths.map(), words.nav.map)}
      ${entry("archives", paths.archive(), words.nav.archives)}
      ${interviews && entry("interviews", paths.calendarPage(interviews.handle), words.nav.interviews)}
      ${entry("search", paths.search(), words.nav.search)}
      <li><a href="${otherLanguage}" lang="${code}" hreflang="${code}">${name}</a></li>
    </ul>
  </nav>
</div>
</header>`
}

const foot = (visit: Visit): Html => {
  const { foot: words } = visit.words
  return html`<footer class="foot">
<div class="wrap stack">
  <nav aria-label="${words.label}">
    <ul>
      <li><a href="${link(visit, paths.follow())}">${words.follow}</a></li>
      <li><a href="${paths.feed(paths.home(), "ics")}">${words.calendar}</a></li>
      <li><a href="${link(visit, paths.openData())}">${words.openData}</a></li>
    </ul>
  </nav>
  <p>${visit.site.licence && html`${words.licence} ${licenceName(visit.site.licence)}. `}${words.text}</p>
</div>
</footer>`
}

export const title = (visit: Visit, text: string): string => `${text} – ${french(visit.site.name)}`

export interface CrumbStep {
  path: string
  label: string
  /** of the label; absent: the language of the page */
  language?: string
}

/** The breadcrumb: the home page, then these steps, such as the calendar of an event. */
export const crumb = (visit: Visit, steps: CrumbStep[]): Html =>
  html`<nav class="crumb" aria-label="${visit.words.crumb.label}">
  <ol>
    <li><a href="${link(visit, paths.home())}">${visit.words.crumb.home}</a></li>
    ${steps.map(
      ({ path, label, language }) =>
        html`<li><a href="${link(visit, path)}"${language && langOf(visit, language)}>${label}</a></li>`,
    )}
  </ol>
</nav>`

/** The name of a licence, with a link to its text if it has an address. */
export const licenceName = ({ name, url }: Licence): Html =>
  url ? html`<a rel="license" href="${url}">${name}</a>` : html`${name}`
