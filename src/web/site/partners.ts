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
/** Whoever is linked here must not gain by it, nor learn who comes. */
const REL = "nofollow noopener noreferrer ugc"

/** Whose events come here. */
export const partners = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { partners: words } = visit.words
  const all = await listPartners(db)
  const counts = await countPartnerEvents(db, all, visit.now)
  const addresses = Map.groupBy(all, partner => partner.address)
  const line = (address: string, ones: Partner[]) => {
    const count = ones.reduce((sum, { id }) => sum + (counts.get(id) ?? 0), 0)
    const name = ones.length === 1 ? ones[0]!.name : address
    return html`<li><h2><a href="${link(visit, paths.partnerPage(address))}">${name}</a></h2><p class="meta">${name !== address && html`${address} · `}${words.count(count)}</p></li>`
  }
  return show(c, {
    title: title(visit, words.title),
    description: words.lede,
    main: html`<div class="wrap stack-l">${crumb(visit, [])}<div class="stack"><h1>${words.title}</h1><p class="lede">${words.lede}</p></div>${
      all.length > 0
        ? html`<ul class="stack">${[...addresses].map(([address, ones]) => line(address, ones))}</ul>`
        : html`<p>${words.none}</p>`
    }</div>`,
  })
}

/** What one of them announces, as it was sent, with its source. */
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
  const feed = (format: "ics" | "atom" | "rss" | "json", label: string) =>
    html`<a href="${paths.feed(page, format)}">${label}</a>`
  const [atom, rss, json] = words.feeds as [string, string, string]
  return show(c, {
    title: title(visit, name),
    main: html`<div class="wrap">${crumb(visit, [{ path: paths.partners(), label: words.title }])}<div class="side"><div class="stack-l"><div class="stack"><p class="small soft">${words.kind}</p><h1>${name}</h1><p>${words.source(name, first.host)}</p><p class="line"><a class="btn" href="${webcal(visit.origin, paths.feed(page, "ics"))}">${visit.words.addToCalendar}</a> ${
      actors.length === 1 && html`<a class="btn plain" href="${first.url}" rel="${REL}">${words.site}</a>`
    }</p></div>
<section class="stack" aria-labelledby="v"><h2 id="v">${words.upcoming}</h2>${
      events.length > 0
        ? html`<ul class="rows">${events.map(event => row(visit, event))}</ul>`
        : html`<p>${words.empty}</p>`
    }</section></div>
<aside class="stack-l" aria-label="${words.about}"><section class="card" aria-labelledby="h-reuse"><h2 id="h-reuse">${words.reuse}</h2><ul class="stack small"><li>${feed("ics", words.ics)}</li><li>${feed("atom", atom)}, ${feed("rss", rss)} ${words.or} ${feed("json", json)}</li></ul><p class="small soft">${words.rights}</p></section></aside></div></div>`,
    feeds: pageFeeds(page, name, { formats: ["ics", "atom", "json"] }),
    // search engines are to find it where it is from
    unlisted: true,
  })
}

/** As events of our own stand in lists; the title leads to where it is from. */
function row(visit: Visit, event: PartnerEvent): Html {
  const { when, place } = event
  const status = event.status === "tentative" ? "scheduled" : event.status
  const [calendar] = visit.site.calendars
  const labels = states(visit, { status, full: false, onlineUrl: null, places: [] })
  const language = event.language ?? calendar?.language ?? visit.language
  return html`<li>${bays(visit, when, bayState(visit, { ...event, status }, false), "row")}<div class="body"><h3><a href="${event.page}" rel="${REL}"${langOf(visit, language)}>${typeset(event.title, language)}</a></h3><p class="meta">${time(when, nearDate(visit, when))}${calendar && zoneNote(visit, { when, calendar })}${place && html` · ${place.name}`}</p>${labels.length > 0 && html`<p class="line">${labels}</p>`}</div></li>`
}
