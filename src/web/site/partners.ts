import type { Context } from "hono"
import { html } from "hono/html"
import type { Partner, PartnerEvent } from "../../domain/partner-event.ts"
import { paths } from "../../domain/paths.ts"
import type { Db } from "../../store/db.ts"
import { countPartnerEvents, partnerEventKeys, readPartnerEvents } from "../../store/partner-listings.ts"
import { listPartners, partnersAt } from "../../store/partners.ts"
import { typeset } from "../../text/typography.ts"
import { bayState, bays } from "../components/bay.ts"
import { nearDate, time, zoneNote } from "../components/dates.ts"
import { crumb, show, title } from "../components/document.ts"
import { pageFeeds, webcal } from "../components/head.ts"
import type { Html } from "../components/html.ts"
import { states } from "../components/states.ts"
import { langOf, link, type Visit, type WebEnv } from "../components/visit.ts"
import { missing } from "./errors/missing.ts"

const UPCOMING = 100
/** Links of others gain no rank by being shown here, and their targets do not learn where a visitor comes from. */
const REL = "nofollow noopener noreferrer ugc"

/** The list of partners, each with the number of its upcoming events. */
export const partners = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { partners: words } = visit.words
  const all = await listPartners(db)
  const counts = await countPartnerEvents(db, all, visit.now)
  const addresses = Map.groupBy(all, partner => partner.address)
  const line = (address: string, ones: Partner[]) => {
    const count = ones.reduce((sum, { id }) => sum + (counts.get(id) ?? 0), 0)
    const name = ones.length === 1 ? ones[0]!.name : address
    return html`<li>
  <h2><a href="${link(visit, paths.partnerPage(address))}">${name}</a></h2>
  <p class="meta">${name !== address && html`${address} · `}${words.count(count)}</p>
</li>
`
  }
  const list = html`<ul class="stack">
${[...addresses].map(([address, ones]) => line(address, ones))}</ul>`
  return show(c, {
    title: title(visit, words.title),
    description: words.lede,
    main: html`<div class="wrap stack-l">
${crumb(visit, [])}
<div class="stack">
  <h1>${words.title}</h1>
  <p class="lede">${words.lede}</p>
</div>
${all.length > 0 ? list : html`<p>${words.none}</p>`}
</div>`,
  })
}

/** The upcoming events of a partner, with their source. */
export const partner = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { partners: words } = visit.words
  const address = c.req.param("address") ?? ""
  const actors = await partnersAt(db, address)
  const [first] = actors
  if (!first) return missing(db)(c)
  const keys = await partnerEventKeys(db, { partners: actors, from: visit.now, limit: UPCOMING })
  const events = await readPartnerEvents(db, actors, keys)
  const page = paths.partnerPage(address)
  const name = actors.length === 1 ? first.name : address
  const ownSite = html`<a class="btn plain" href="${first.url}" rel="${REL}">${words.site}</a>`
  const rows = html`<ul class="rows">${events.map(event => row(visit, event))}</ul>`
  return show(c, {
    title: title(visit, name),
    main: html`<div class="wrap">
${crumb(visit, [{ path: paths.partners(), label: words.title }])}
<div class="side">
<div class="stack-l">
<div class="stack">
  <p class="small soft">${words.kind}</p>
  <h1>${name}</h1>
  <p>${words.source(name, first.host)}</p>
  <p class="line">
    <a class="btn" href="${webcal(visit.origin, paths.feed(page, "ics"))}">${visit.words.addToCalendar}</a>
    ${actors.length === 1 && ownSite}
  </p>
</div>
<section class="stack" aria-labelledby="v">
<h2 id="v">${words.upcoming}</h2>
${events.length > 0 ? rows : html`<p>${words.empty}</p>`}
</section>
</div>
${reuse(visit, page)}
</div>
</div>`,
    feeds: pageFeeds(page, name, { formats: ["ics", "atom", "json"] }),
    // search engines are to list the partner's own page
    unlisted: true,
  })
}

/** The feeds of a partner. */
function reuse(visit: Visit, page: string): Html {
  const { partners: words } = visit.words
  const feed = (format: "ics" | "atom" | "rss" | "json", label: string) =>
    html`<a href="${paths.feed(page, format)}">${label}</a>`
  const [atom, rss, json] = words.feeds as [string, string, string]
  return html`<aside class="stack-l" aria-label="${words.about}">
<section class="card" aria-labelledby="h-reuse">
  <h2 id="h-reuse">${words.reuse}</h2>
  <ul class="stack small">
    <li>${feed("ics", words.ics)}</li>
    <li>${feed("atom", atom)}, ${feed("rss", rss)} ${words.or} ${feed("json", json)}</li>
  </ul>
  <p class="small soft">${words.rights}</p>
</section>
</aside>`
}

/** An event as in the lists of this site's own; the title links to the partner's page of it. */
function row(visit: Visit, event: PartnerEvent): Html {
  const { when, place } = event
  const status = event.status === "tentative" ? "scheduled" : event.status
  const [calendar] = visit.site.calendars
  const labels = states(visit, { status, full: false, onlineUrl: null, places: [] })
  const language = event.language ?? calendar?.language ?? visit.language
  const date = html`${time(when, nearDate(visit, when))}${calendar && zoneNote(visit, { when, calendar })}`
  return html`<li>
${bays(visit, when, bayState(visit, { ...event, status }, false), "row")}
<div class="body">
  <h3><a href="${event.page}" rel="${REL}"${langOf(visit, language)}>${typeset(event.title, language)}</a></h3>
  <p class="meta">${date}${place && html` · ${place.name}`}</p>
  ${labels.length > 0 && html`<p class="line">${labels}</p>`}
</div>
</li>
`
}
