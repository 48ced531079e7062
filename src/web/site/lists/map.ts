import type { Context } from "hono"
import { html, raw } from "hono/html"
import { isOnline, type ListedEvent } from "../../../domain/event.ts"
import { paths } from "../../../domain/paths.ts"
import type { Db } from "../../../store/db.ts"
import { publicEvents } from "../../../store/public/events.ts"
import { french, typeset } from "../../../text/typography.ts"
import { ASSETS } from "../../components/assets.ts"
import { bayState, bays } from "../../components/bay.ts"
import { nearDate, time, zoneNote } from "../../components/dates.ts"
import { show, title } from "../../components/document.ts"
import { umap } from "../../components/feeds.ts"
import { pageFeeds } from "../../components/head.ts"
import type { Html } from "../../components/html.ts"
import { states } from "../../components/states.ts"
import { langOf, link, type Visit, type WebEnv } from "../../components/visit.ts"

const UPCOMING = 300

/**
 * The places of upcoming events, as a list. With a TILE_URL there is also a map, drawn after a click; the page names
 * the tile server and what is loaded before that.
 */
export const map = (db: Db, tileUrl: string | null) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { map: words } = visit.words
  const upcoming = await publicEvents(db, { upcoming: visit.now, limit: UPCOMING })
  const events = upcoming.filter(event => event.status !== "cancelled")
  const somewhere = events.filter(event => !isOnline(event) && event.places.length > 0)
  const online = events.filter(isOnline)
  const byPlace = [...Map.groupBy(somewhere, event => event.places.map(place => place.id).join()).values()]
  const lit = somewhere.find(event => event.status !== "postponed")?.id
  const placeList = html`<ul class="rows">
${byPlace.map(here => placeRow(visit, here, lit))}
</ul>`
  const onlineLinks = online.map((event, n) => html`${n > 0 && ", "}${eventLink(visit, event)}`)
  const list = html`<section class="stack" aria-labelledby="lx">
  <h2 id="lx">${words.list}</h2>
  ${byPlace.length > 0 ? placeList : html`<p>${words.none}</p>`}
  ${online.length > 0 && html`<p class="small soft">${words.online(online.length)} ${onlineLinks}.</p>`}
</section>`
  const asked = c.req.query("afficher") === "oui"
  return show(c, {
    title: title(visit, words.title),
    current: "map",
    main: html`<div class="wrap stack-l">
<div class="line ends">
  <h1>${words.heading}</h1>
  <p><a class="btn" href="${umap(visit, paths.home())}">${words.umap}</a></p>
</div>
${tileUrl ? html`<div class="side even">${onDemand(visit, tileUrl, asked)}${list}</div>` : list}
</div>`,
    feeds: pageFeeds(paths.home(), french(visit.site.name), { formats: ["geojson", "kml", "ics"] }),
    ...(tileUrl && { tiles: new URL(tileUrl.replace(/[{}]/g, "")).origin }),
  })
}

/** Without JavaScript the button leads to this page again, which then explains that the map needs it. */
function onDemand(visit: Visit, tileUrl: string, asked: boolean): Html {
  const { map: words } = visit.words
  const { host } = new URL(tileUrl.replace(/[{}]/g, ""))
  const { map, leaflet, leafletStyle } = ASSETS
  return html`<b-map
  class="map"
  data-script="${map.path}" data-library="${leaflet.path}" data-look="${leafletStyle.path}"
  data-tiles="${tileUrl}" data-venues="${paths.feed(paths.home(), "geojson")}"
  data-label="${words.title}" data-near="${words.near}" data-far="${words.far}" data-close="${words.close}"
  ${asked && raw("open")}>
  <p>
    <strong>${asked ? words.noScript : words.onDemand}</strong><br>
    <span class="small soft">${words.source(host)}</span>
  </p>
  <a class="btn main" href="${link(visit, paths.map())}?afficher=oui">${words.show}</a>
</b-map>`
}

function eventLink(visit: Visit, { slug, title, language }: ListedEvent): Html {
  const page = link(visit, paths.eventPage(slug))
  return html`<a href="${page}"${langOf(visit, language)}>${typeset(title, language)}</a>`
}

/** A place, with its next event. @param here the events at this place, in order */
function placeRow(visit: Visit, here: ListedEvent[], lit: string | undefined): Html {
  const { map: words } = visit.words
  const [next, ...others] = here as [ListedEvent, ...ListedEvent[]]
  const name = typeset(next.title, next.language)
  const series = others.every(event => event.seriesId !== null && event.seriesId === next.seriesId)
  const what =
    others.length === 0 ? name : series ? words.thenDates(name, others.length) : words.thenOthers(name, others.length)
  const date = time(next.when, nearDate(visit, next.when))
  const labels = states(visit, next)
  const page = link(visit, paths.eventPage(next.slug))
  const shown = next.status === "postponed" ? html`<del>${date}</del>, ${visit.words.change.newDateSoon}` : date
  return html`<li>
${bays(visit, next.when, bayState(visit, next, lit === next.id), "row")}
<div class="body">
  <h3><a href="${page}">${typeset(placeLabel(visit, next), next.language)}</a></h3>
  <p class="meta">${shown}${zoneNote(visit, next)}</p>
  <p class="small"${langOf(visit, next.language)}>${what}</p>
  ${labels.length > 0 && html`<p class="line">${labels.map((label, n) => html`${n > 0 && " "}${label}`)}</p>`}
</div>
</li>
`
}

/** `Marseille, Halle aux communs et Friche numérique`: the commune first, as one looks for it. */
function placeLabel(visit: Visit, { places }: ListedEvent): string {
  const [first] = places
  const names = new Intl.ListFormat(visit.language, { type: "conjunction" }).format(places.map(place => place.name))
  const { locality, region } = first!
  if (!locality) return names
  const town = region && region !== locality ? `${locality} (${region})` : locality
  return names === locality ? town : `${town}, ${names}`
}
