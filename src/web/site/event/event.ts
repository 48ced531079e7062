import type { Context } from "hono"
import { html } from "hono/html"
import { isSlug } from "../../../domain/calendar.ts"
import { isPast, type WholeEvent } from "../../../domain/event.ts"
import { absolute, paths } from "../../../domain/paths.ts"
import { eventJsonLd } from "../../../feeds/schema-org.ts"
import type { Db } from "../../../store/db.ts"
import { readObject } from "../../../store/objects.ts"
import { readPublicEvent } from "../../../store/public/events.ts"
import { publicInterviews } from "../../../store/public/interviews.ts"
import { relatedEvents } from "../../../store/public/related-events.ts"
import { rendered } from "../../../text/markdown/page-html.ts"
import { capital, typeset } from "../../../text/typography.ts"
import { titleBays } from "../../components/bay.ts"
import { changeNote } from "../../components/change-note.ts"
import { longDate, onUsualClock, time, zoneNote } from "../../components/dates.ts"
import { crumb, show, title } from "../../components/document.ts"
import { facts } from "../../components/facts.ts"
import { followButton, followDialog } from "../../components/follow.ts"
import { gridFirst, placeGrid } from "../../components/grid.ts"
import { address, pageFeeds } from "../../components/head.ts"
import { history } from "../../components/history.ts"
import type { Html } from "../../components/html.ts"
import { figure, ownImage } from "../../components/picture.ts"
import { agendaSection, programmeSection } from "../../components/programme.ts"
import { reactions } from "../../components/reactions.ts"
import { related } from "../../components/related.ts"
import { whereShort } from "../../components/rows.ts"
import { isCouncil } from "../../components/sessions.ts"
import { state, states } from "../../components/states.ts"
import { tagLinks } from "../../components/tags.ts"
import { langOf, link, type Visit, type WebEnv } from "../../components/visit.ts"
import { goneOrMissing } from "../errors/missing.ts"

export const event = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const slug = c.req.param("slug") ?? ""
  const found = isSlug(slug) ? await readPublicEvent(db, { slug }) : null
  if (!found) return goneOrMissing(db, "event", slug)(c)
  const [object, near, interviews] = await Promise.all([
    readObject(db, paths.event(found.id)),
    relatedEvents(db, found, 3),
    publicInterviews(db, { eventId: found.id, limit: 5 }),
  ])
  const possible = placeGrid(found.sessions)
  const grid = possible && (gridFirst(possible) || c.req.query("vue") === "grille") ? possible : null
  const council = isCouncil(found.sessions)
  const programme =
    found.sessions.length === 0
      ? ""
      : council
        ? agendaSection(visit, found)
        : programmeSection(visit, found, possible, grid)
  const about = related(visit, near, interviews)
  const image = ownImage(visit, found.image, `${paths.eventPage(slug)}/image`)
  const name = typeset(found.title, found.language)
  const words = html`${found.summary && html`<p class="lede"${langOf(visit, found.language)}>${typeset(found.summary, found.language)}</p>`}
${actions(visit, found)}${image && figure(visit, image, found.language)}`
  const text =
    found.description &&
    html`<section class="prose"${langOf(visit, found.language)}>${rendered(found.description, found.language, 2)}</section>`
  const after = html`${history(visit, found)}${reactions(visit, object)}`
  const body =
    programme && !council
      ? html`<div class="stack-l">${changeNote(visit, found)}${words}
<section class="card" aria-label="${visit.words.facts.label}">${facts(visit, found, true)}</section>${tagLinks(visit, found)}${text}</div>
${programme}
<div class="side even noprint"><div class="stack">${after}</div>${about}</div>`
      : html`<div class="side"><div class="stack-l">${changeNote(visit, found)}${words}${text}${programme}<div class="stack noprint">${after}</div></div>
<aside aria-label="${visit.words.facts.label}"><div class="card"><h2>${visit.words.facts.label}</h2>${facts(visit, found, false)}${tagLinks(visit, found)}</div></aside></div>${about}`
  return show(c, {
    title: title(visit, name),
    description:
      found.summary ||
      `${capital(longDate(visit, found.when))}${whereShort(visit, found) ? `, ${whereShort(visit, found)}` : ""}`,
    main: html`<div class="wrap">${crumb(visit, crumbs(visit, found))}
<article class="stack-l">${heading(visit, found)}
${body}</article></div>${followDialog(visit, found.calendar)}`,
    kind: "article",
    activity: paths.event(found.id),
    creator: address(visit.origin, found.calendar.handle),
    feeds: pageFeeds(paths.eventPage(slug), name, { formats: ["ics", "atom", "json"] }),
    jsonLd: eventJsonLd(found, visit.origin),
    leaves: true,
    ...(grid && { style: grid.style }),
    ...(image && { image }),
  })
}

/** Home, the calendar, and the year when it is over. */
function crumbs(visit: Visit, event: WholeEvent): { path: string; label: string; language?: string }[] {
  const { calendar } = event
  const year = event.when.start.slice(0, 4)
  const home = {
    path: paths.calendarPage(calendar.handle),
    label: typeset(calendar.name, calendar.language),
    language: calendar.language,
  }
  return isPast(event, visit.now) ? [home, { path: `${paths.archive()}?annee=${year}`, label: year }] : [home]
}

/** Title, date in words, place, state: one order everywhere. */
export function heading(visit: Visit, event: WholeEvent): Html {
  const { words } = visit
  const past = isPast(event, visit.now)
  const documented = event.sessions.filter(session => session.documents.length > 0).length
  const labels = [
    ...(past ? [state(words.past, "")] : []),
    ...states(visit, event),
    ...(documented > 0 ? [state(words.documented(documented), "good")] : []),
  ]
  const usual = past ? null : onUsualClock(visit, event)
  const date = time(event.when, longDate(visit, event.when))
  const where = whereShort(visit, event)
  return html`<header class="title">${titleBays(visit, event)}<div>${
    labels.length > 0 && html`<p>${labels.map((label, i) => html`${i > 0 && " "}${label}`)}</p>`
  }<h1${langOf(visit, event.language)}>${typeset(event.title, event.language)}</h1><p class="meta">${
    event.status === "postponed" ? html`<del>${date}</del>, ${words.newDateSoon}` : date
  }${zoneNote(visit, event)}${where && html` · ${where}`}</p>${usual && html`<p class="small soft">${usual}</p>`}</div></header>`
}

/** Before it: into one's calendar, follow. After it: see the sessions again. */
function actions(visit: Visit, event: WholeEvent): Html {
  const { words } = visit
  const page = paths.eventPage(event.slug)
  const here = absolute(visit.origin, link(visit, page))
  const documented = event.sessions.some(session => session.documents.length > 0)
  const copy = (tone: string) =>
    html`<b-copy value="${here}" said="${words.copied}"><a class="${`btn ${tone}`.trim()}" href="${here}">${words.copy}</a></b-copy>`
  if (isPast(event, visit.now)) {
    return html`<p class="line noprint">${documented && html`<a class="btn main" href="#programme">${words.actions.sessions}</a> `}${copy("")}</p>`
  }
  // a calendar that holds it already is told by its next reading; nobody adds what does not take place
  const add =
    event.status !== "cancelled" &&
    html`<a class="btn main" href="${paths.feed(page, "ics")}">${words.addToCalendar}</a> `
  return html`<p class="line noprint">${add}${followButton(visit, event.calendar, "")} ${copy("plain")}</p>`
}
