import { html, raw } from "hono/html"
import { isOnline, isPast, type ListedEvent } from "../../domain/event.ts"
import { paths } from "../../domain/paths.ts"
import { placesName } from "../../domain/place.ts"
import { typeset } from "../../text/typography.ts"
import { bayState, bays } from "./bay.ts"
import { daysOf, nearDate, onUsualClock, time, zoneNote } from "./dates.ts"
import type { Html } from "./html.ts"
import { state, states } from "./states.ts"
import { langOf, link, type Visit } from "./visit.ts"

interface RowOptions {
  /** level of each row's heading, below the heading of the list */
  level: 2 | 3 | 4
  /** id of the event that is highlighted, one on a page */
  lit?: string | undefined
  /** number of sessions with documents, by id of the event */
  documented?: Map<string, number>
  tags?: boolean
  /** anchor of each row, for links inside the page */
  id?: (event: ListedEvent) => string
  /** words that a visitor searched for, marked in the titles */
  marked?: string[]
}

/** A list of events; each row has its date drawn, title, date in words, place and states, in this order everywhere. */
export const rows = (visit: Visit, events: ListedEvent[], options: RowOptions): Html =>
  html`<ul class="rows">
${events.map(event => row(visit, event, options))}
</ul>`

/** The same under a heading for each year in which events begin. */
export function rowsByYear(visit: Visit, events: ListedEvent[], options: RowOptions & { level: 4 }): Html {
  const years = Map.groupBy(events, event => event.when.start.slice(0, 4))
  return html`${[...years].map(
    ([year, ones]) => html`<section class="stack" aria-labelledby="y${year}">
  <h3 id="y${year}">${year}</h3>
  ${rows(visit, ones, options)}
</section>
`,
  )}`
}

function row(
  visit: Visit,
  event: ListedEvent,
  { level, lit, documented, tags = true, id, marked = [] }: RowOptions,
): Html {
  const lang = langOf(visit, event.language)
  const heading = raw(`h${level}`)
  const sessions = documented?.get(event.id)
  const labels = [
    ...states(visit, event),
    ...(sessions ? [state(visit.words.documented(sessions), "good")] : []),
    ...(tags
      ? event.tags.slice(0, 3).map(tag => html`<span class="tag"${lang}>#${typeset(tag, event.language)}</span>`)
      : []),
  ]
  const usual = isPast(event, visit.now) ? null : onUsualClock(visit, event)
  const page = link(visit, paths.eventPage(event.slug))
  const title = highlighted(typeset(event.title, event.language), marked)
  return html`<li${id && html` id="${id(event)}"`}>
${bays(visit, event.when, bayState(visit, event, lit === event.id), "row")}
<div class="body">
  <${heading}><a href="${page}"${lang}>${title}</a></${heading}>
  ${meta(visit, event)}
  ${labels.length > 0 && html`<p class="line">${labels.map((label, i) => (i > 0 ? html` ${label}` : label))}</p>`}
  ${usual && html`<p class="small soft">${usual}</p>`}
</div>
</li>
`
}

/** A text with some of its words marked, whatever their case and accents. */
function highlighted(text: string, words: readonly string[]): Html | string {
  const folded = plain(text)
  // letters and their plain forms stand at the same places, but in a text that was written decomposed
  if (folded.length !== text.length) return text
  const spans = words
    .map(plain)
    .filter(word => word.length > 1)
    .flatMap(word =>
      [...folded.matchAll(RegExp(RegExp.escape(word), "g"))].map(({ index }) => [index, index + word.length] as const),
    )
    .sort(([a], [b]) => a - b)
  const pieces: (Html | string)[] = []
  let at = 0
  for (const [start, end] of spans) {
    if (start < at) continue
    pieces.push(text.slice(at, start), html`<mark>${text.slice(start, end)}</mark>`)
    at = end
  }
  return html`${pieces}${text.slice(at)}`
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

/** Date in words, then place. An event that is over or cancelled shows its days without hours. */
function meta(visit: Visit, event: ListedEvent): Html {
  const days = isPast(event, visit.now) || event.status === "cancelled"
  const when = days ? daysOf(event.when) : event.when
  const date = time(when, nearDate(visit, when))
  const where = whereShort(visit, event)
  const shown = event.status === "postponed" ? html`<del>${date}</del>, ${visit.words.change.newDateSoon}` : date
  return html`<p class="meta">${shown}${days ? "" : zoneNote(visit, event)}${where && html` · ${where}`}</p>`
}

/** The place in a few words, or that it is online; without a place the organisers; null without those. */
export function whereShort(visit: Visit, event: ListedEvent): string | null {
  if (isOnline(event)) return visit.words.byVideo
  return typeset(venues(visit, event) || event.organisers.join(", "), event.language) || null
}

/** `Stereolux et trois autres lieux, Nantes` from three venues on. */
function venues(visit: Visit, { places }: ListedEvent): string {
  const [first] = places
  if (!first || places.length < 3) return placesName(places, visit.language)
  const sameTown = places.every(place => place.locality === first.locality)
  return visit.words.venues(first.name, places.length - 1, sameTown ? first.locality : null)
}
