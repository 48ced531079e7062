import type { Context } from "hono"
import { html, raw } from "hono/html"
import type { WholeInterview } from "../../../domain/interview.ts"
import { paths } from "../../../domain/paths.ts"
import { isSlug } from "../../../domain/patterns.ts"
import { interviewJsonLd } from "../../../feeds/schema-org.ts"
import type { Db } from "../../../store/db.ts"
import { readObject } from "../../../store/objects.ts"
import { publicEvents } from "../../../store/public/events.ts"
import {
  countPublicInterviews,
  newerInterviews,
  publicInterviews,
  readPublicInterview,
} from "../../../store/public/interviews.ts"
import { rendered } from "../../../text/markdown/page-html.ts"
import { typeset } from "../../../text/typography.ts"
import { dayWords } from "../../components/dates.ts"
import { crumb, show, title } from "../../components/document.ts"
import { followButton, followDialog } from "../../components/follow.ts"
import { address } from "../../components/head.ts"
import type { Html } from "../../components/html.ts"
import { names } from "../../components/interview-cards.ts"
import { silhouette } from "../../components/mark.ts"
import { img, type OwnImage, ownImage } from "../../components/picture.ts"
import { reactions } from "../../components/reactions.ts"
import { rows } from "../../components/rows.ts"
import { tagLinks } from "../../components/tags.ts"
import { player, video } from "../../components/video.ts"
import { langOf, link, type Visit, type WebEnv } from "../../components/visit.ts"
import { goneOrMissing } from "../errors/missing.ts"

export const interview = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const slug = c.req.param("slug") ?? ""
  const found = isSlug(slug) ? await readPublicInterview(db, { slug }) : null
  if (!found) return goneOrMissing(db, "interview", slug)(c)
  const [collection, object, events] = await Promise.all([
    neighbours(db, found),
    readObject(db, paths.interview(found.id)),
    found.eventId ? publicEvents(db, { ids: [found.eventId] }) : [],
  ])
  const { language, calendar } = found
  const name = typeset(found.title, language)
  const lang = langOf(visit, language)
  const portrait = ownImage(visit, found.portrait, `${paths.interviewPage(slug)}/portrait`)
  // announced with little more than its title: two even columns instead of an empty one
  const sparse = !found.content.trim() && !found.videoUrl
  const recording = found.videoUrl ? video(found.videoUrl) : null
  return show(c, {
    title: title(visit, name),
    description: found.summary || `${visit.words.exchange} ${names(visit, found)}`,
    current: "interviews",
    main: html`<div class="wrap">${crumb(visit, [{ path: paths.calendarPage(calendar.handle), label: typeset(calendar.name, calendar.language), language: calendar.language }])}
<article>${header(visit, found, collection, portrait)}
<div class="side${sparse && " even"}"><div class="stack-l"><div class="prose">${found.summary && html`<p class="lede"${lang}>${typeset(found.summary, language)}</p>`}
${recording && player(visit, recording)}
${text(visit, found)}</div>${tagLinks(visit, found)}${reactions(visit, object)}${sparse && card(visit, found)}</div>
<aside class="stack-l" aria-label="${visit.words.interview.around}">${!sparse && card(visit, found)}
${events.length > 0 && html`<section class="stack" aria-labelledby="h-event"><h2 id="h-event">${visit.words.interview.event}</h2>${rows(visit, events, { level: 3, tags: false })}</section>`}
${collectionNav(visit, found, collection)}</aside></div></article></div>${followDialog(visit, calendar)}`,
    kind: "article",
    activity: paths.interview(found.id),
    creator: address(visit.origin, calendar.handle),
    jsonLd: interviewJsonLd(found, visit.origin),
    leaves: true,
    ...(found.original && { canonical: found.original.url }),
    ...(recording?.embed && { frame: recording.origin }),
    ...(portrait && { image: portrait }),
  })
}

/** The text; without one, where it can be read. */
function text(visit: Visit, { content, language, original }: WholeInterview): Html {
  const { interview: words } = visit.words
  if (content.trim()) return html`<div class="prose"${langOf(visit, language)}>${rendered(content, language, 2)}</div>`
  return html`<p class="soft">${words.noText}</p>${original && html`<p><a class="btn main" href="${original.url}">${words.readThere(original.name)}</a></p>`}`
}

function header(visit: Visit, interview: WholeInterview, collection: Neighbours, portrait: OwnImage | null): Html {
  const { interview: words, exchange } = visit.words
  const { language, date } = interview
  return html`<header class="title"><div class="portrait"${portrait ? langOf(visit, language) : raw(' aria-hidden="true"')}>${portrait ? img(portrait, language) : silhouette}</div><div><p class="small soft">${words.position(collection.total - collection.newer, collection.total)} · <time datetime="${date}">${dayWords(visit, date)}</time></p><h1${langOf(visit, language)}>${typeset(interview.title, language)}</h1>${
    interview.interviewees.length > 0 &&
    html`<p class="meta">${exchange} <strong>${names(visit, interview)}</strong></p>`
  }</div></header>`
}

function card(visit: Visit, { original, calendar }: WholeInterview): Html {
  const { interview: words } = visit.words
  const follow = html`<p class="line">${followButton(visit, calendar, "", words.follow)}</p>`
  return original
    ? html`<div class="card"><h2>${words.with}</h2><p><a href="${original.url}">${typeset(original.name, calendar.language)}</a><br><span class="small soft">${words.original}</span></p>${follow}</div>`
    : html`<div class="card"><h2${langOf(visit, calendar.language)}>${typeset(calendar.name, calendar.language)}</h2><p${langOf(visit, calendar.language)}>${typeset(calendar.summary, calendar.language)}</p>${follow}</div>`
}

interface Neighbours {
  total: number
  newer: number
  shown: WholeInterview[]
}

/** The interview among its neighbours, two on either side. */
async function neighbours(db: Db, interview: WholeInterview): Promise<Neighbours> {
  const selection = { calendar: interview.calendar.handle }
  const [total, newer] = await Promise.all([countPublicInterviews(db, selection), newerInterviews(db, interview)])
  const offset = Math.max(0, Math.min(newer - 2, total - 5))
  return { total, newer, shown: await publicInterviews(db, { ...selection, limit: 5, offset }) }
}

function collectionNav(visit: Visit, interview: WholeInterview, { shown }: Neighbours): Html | "" {
  if (shown.length < 2) return ""
  const entry = (one: WholeInterview) => {
    const lang = langOf(visit, one.language)
    const text = typeset(one.title, one.language)
    return one.id === interview.id
      ? html`<li class="soft"><span aria-current="page"${lang}>${text}</span><br><span class="small soft">${names(visit, one)}</span></li>`
      : html`<li><a href="${link(visit, paths.interviewPage(one.slug))}"${lang}>${text}</a><br><span class="small soft">${names(visit, one)}</span></li>`
  }
  return html`<nav class="stack" aria-labelledby="h-col"><h2 id="h-col">${visit.words.interview.collection}</h2><ol class="stack">${shown.map(entry)}</ol></nav>`
}
