import type { Context } from "hono"
import { html, raw } from "hono/html"
import { paths } from "../../../domain/paths.ts"
import type { Db } from "../../../store/db.ts"
import type { EventSelection } from "../../../store/event-selection.ts"
import type { InterviewSelection } from "../../../store/interview-selection.ts"
import { documentedSessions, publicLocalities, publicYears } from "../../../store/public/event-counts.ts"
import { countPublicEvents, publicEvents } from "../../../store/public/events.ts"
import { countPublicInterviews, publicInterviews } from "../../../store/public/interviews.ts"
import { french, typeset } from "../../../text/typography.ts"
import { VIEWS } from "../../../text/words/views.ts"
import { show, title } from "../../components/document.ts"
import { pageFeeds, webcal } from "../../components/head.ts"
import type { Html } from "../../components/html.ts"
import { rows } from "../../components/rows.ts"
import { langOf, link, type Visit, type WebEnv } from "../../components/visit.ts"
import { ONLINE, type Search, searchOf, searchQuery } from "../queries.ts"

const PAGE_SIZE = 50
const INTERVIEWS = 10

/** What is over and what comes, by words, days and place; newest first, by year. */
export const search = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { search: words } = VIEWS[visit.language]
  const asked = searchOf(c.req.query())
  const { q, page } = asked
  const anyYear = selectionOf(visit, { ...asked, first: null, last: null })
  const selection = selectionOf(visit, asked)
  const ofInterviews = interviewsOf(asked)
  const [events, total, years, localities, interviews, interviewCount] = await Promise.all([
    publicEvents(db, { ...selection, order: "desc", limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }),
    countPublicEvents(db, selection),
    publicYears(db, anyYear),
    publicLocalities(db, {}, 200),
    ofInterviews ? publicInterviews(db, { ...ofInterviews, limit: INTERVIEWS }) : [],
    ofInterviews ? countPublicInterviews(db, ofInterviews) : 0,
  ])
  const documented = await documentedSessions(db, events)
  const byYear = [...Map.groupBy(events, event => event.when.start.slice(0, 4))]
  const query = searchQuery(asked)
  const to = (number: number) => link(visit, paths.search()) + searchQuery(asked, { page: number })
  const marked = q.split(/\s+/).filter(Boolean)
  const count = total + interviewCount === 0 ? words.none(french(q)) : words.found(total, interviewCount, french(q))
  return show(c, {
    title: title(visit, q ? words.titleFor(french(q)) : words.title),
    current: "search",
    main: html`<div class="wrap stack-l"><div class="stack"><h1>${words.heading}</h1>
${form(visit, asked, localities)}
${yearChips(visit, asked, years)}</div>
<div class="side"><section class="stack-l" aria-labelledby="res"><h2 id="res" tabindex="-1"${query && raw(" autofocus")}>${count}</h2>${byYear.map(
      ([name, ones]) =>
        html`<section class="stack" aria-labelledby="y${name}"><h3 id="y${name}">${name}</h3>${rows(visit, ones, { level: 4, documented, marked })}</section>`,
    )}${
      (page > 1 || total > page * PAGE_SIZE) &&
      html`<nav class="line" aria-label="${visit.words.archives.paging}">${page > 1 && html`<a class="btn" rel="prev" href="${to(page - 1)}">${visit.words.archives.newer}</a>`}${
        total > page * PAGE_SIZE &&
        html`<a class="btn" rel="next" href="${to(page + 1)}">${visit.words.archives.older}</a>`
      }</nav>`
    }</section>
<aside class="stack-l" aria-label="${words.about}">${keep(visit, asked)}${
      interviews.length > 0 &&
      html`<section class="stack" aria-labelledby="ent"><h2 id="ent">${words.interviews}</h2><ul class="stack">${interviews.map(
        interview =>
          html`<li><a href="${link(visit, paths.interviewPage(interview.slug))}"${langOf(visit, interview.language)}>${typeset(interview.title, interview.language)}</a></li>`,
      )}</ul></section>`
    }</aside></div></div>`,
    feeds: pageFeeds(paths.search(), q ? words.titleFor(french(q)) : words.title, { query: feedQuery(asked) }),
    unlisted: query !== "" || page > 1,
  })
}

function selectionOf(visit: Visit, { q, place, online, tag, first, last }: Search): EventSelection {
  const zone = visit.site.calendars[0]?.timeZone ?? "Europe/Paris"
  const midnight = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(zone).epochMilliseconds)
  return {
    ...(q && { q }),
    ...(place && { locality: place }),
    ...(online && { online }),
    ...(tag && { tag }),
    ...(first && { from: midnight(Temporal.PlainDate.from(first)) }),
    ...(last && { to: midnight(Temporal.PlainDate.from(last).add({ days: 1 })) }),
  }
}

/** Interviews take place nowhere. */
const interviewsOf = ({ q, place, online, tag, first, last }: Search): InterviewSelection | null =>
  place || online
    ? null
    : { ...(q && { q }), ...(tag && { tag }), ...(first && { firstDay: first }), ...(last && { lastDay: last }) }

/** Who keeps a search wants what will come: its days are left out. */
const feedQuery = (asked: Search): string => searchQuery(asked, { first: null, last: null })

function form(visit: Visit, { q, place, online, tag, first, last }: Search, localities: string[]): Html {
  const { search: words } = VIEWS[visit.language]
  const option = (value: string, label: string, chosen: boolean) =>
    html`<option value="${value}"${chosen && raw(" selected")}>${label}</option>`
  const day = (name: string, label: string, value: string | null) =>
    html`<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" type="date"${value && html` value="${value}"`}></div>`
  return html`<form role="search" class="line noprint" action="${link(visit, paths.search())}"><div class="field"><label for="q">${words.words}</label><input id="q" name="q" type="search" value="${q}" autocomplete="off"></div>${day("de", words.since, first)}${day("a", words.until, last)}<div class="field"><label for="lieu">${words.place}</label><select id="lieu" name="lieu">${option("", words.allPlaces, false)}${localities.map(one => option(one, one, one === place))}${option(ONLINE, words.online, online)}</select></div>${
    tag && html`<input type="hidden" name="tag" value="${tag}">`
  }<button class="btn main">${words.go}</button></form>`
}

function yearChips(visit: Visit, asked: Search, years: { year: number; count: number }[]): Html | "" {
  const { search: words } = VIEWS[visit.language]
  if (years.length < 2) return ""
  const chip = (year: number | null, label: Html | string) => {
    const span = { first: year && `${year}-01-01`, last: year && `${year}-12-31` } as Pick<Search, "first" | "last">
    const current = asked.first === span.first && asked.last === span.last
    return html`<a class="chip" href="${link(visit, paths.search())}${searchQuery(asked, span)}"${current && raw(' aria-current="true"')}>${label}</a>`
  }
  return html`<nav aria-label="${words.years}" class="chips">${chip(null, words.allYears)}${years.map(({ year, count }) => chip(year, `${year} (${count})`))}</nav>`
}

function keep(visit: Visit, asked: Search): Html {
  const { search: words } = VIEWS[visit.language]
  const { calendar: formats } = visit.words
  const query = feedQuery(asked)
  const feed = (format: "ics" | "csv" | "geojson" | "atom") => paths.feed(paths.search(), format) + query
  return html`<section class="card" aria-labelledby="h-keep"><h2 id="h-keep">${words.keep}</h2><p>${words.keepText}</p><p><a class="btn" href="${webcal(visit.origin, feed("ics"))}">${visit.words.addToCalendar}</a></p><p class="small"><a href="${feed("csv")}">${formats.csv}</a> · <a href="${feed("geojson")}">${formats.geojson}</a> · <a href="${feed("atom")}">${formats.atom}</a></p></section>`
}
