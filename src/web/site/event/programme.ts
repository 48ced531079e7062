import type { Context } from "hono"
import { html, raw } from "hono/html"
import { absolute, paths } from "../../../domain/paths.ts"
import { isSlug } from "../../../domain/patterns.ts"
import { roomsOf } from "../../../domain/programme.ts"
import type { Db } from "../../../store/db.ts"
import { readPublicEvent } from "../../../store/public/events.ts"
import { capital, typeset } from "../../../text/typography.ts"
import { longDate } from "../../components/dates.ts"
import { crumb, show, title } from "../../components/document.ts"
import { placeGrid } from "../../components/grid.ts"
import type { Html } from "../../components/html.ts"
import { listOf, viewChips } from "../../components/programme.ts"
import { whereShort } from "../../components/rows.ts"
import { langOf, link, type WebEnv } from "../../components/visit.ts"
import { missing } from "../errors/missing.ts"

/** The programme of an event as a list, filtered by room and format through its address. */
export const programme = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const slug = c.req.param("slug") ?? ""
  const event = isSlug(slug) ? await readPublicEvent(db, { slug }) : null
  if (!event || event.sessions.length === 0) return missing(db)(c)
  const { programme: words } = visit.words
  const rooms = roomsOf(event.sessions)
  const formats = [
    ...new Set(event.sessions.map(s => s.format).filter(format => format !== null && format !== "pause")),
  ] as string[]
  const room = rooms.find(one => one === c.req.query("salle"))
  const format = formats.find(one => one === c.req.query("format"))
  const chosen = event.sessions.filter(s => (!room || s.room === room) && (!format || s.format === format))
  const name = typeset(event.title, event.language)
  const lang = langOf(visit, event.language)
  const set = (text: string) => typeset(text, event.language)
  const field = (
    id: string,
    key: string,
    label: string,
    all: string,
    values: string[],
    value: string | undefined,
  ): Html =>
    html`<div class="field">
  <label for="${id}">${label}</label>
  <select id="${id}" name="${key}">
    <option value="">${all}</option>
    ${values.map(
      one => html`<option value="${one}"${one === value && raw(" selected")}${lang}>${capital(set(one))}</option>`,
    )}
  </select>
</div>
`
  const filters = [
    ...(rooms.length > 1 ? [field("f-s", "salle", words.room, words.allRooms, rooms, room)] : []),
    ...(formats.length > 1 ? [field("f-f", "format", words.format, words.allFormats, formats, format)] : []),
  ]
  const where = whereShort(visit, event)
  const form = html`<form class="line noprint" action="${link(visit, paths.programmePage(slug))}">
${filters}<button class="btn">${words.filter}</button>
</form>`
  return show(c, {
    title: title(visit, words.listTitle(name)),
    description: event.summary,
    // one list whatever the filter
    canonical: absolute(visit.origin, link(visit, paths.programmePage(slug))),
    main: html`<div class="wrap stack">
${crumb(visit, [{ path: paths.eventPage(slug), label: name, language: event.language }])}
<h1>${words.title}</h1>
<p class="meta"><span${lang}>${name}</span>, ${longDate(visit, event.when)}${where && `, ${where}`}</p>
${viewChips(visit, event, placeGrid(event.sessions), "list")}
${filters.length > 0 && form}
${chosen.length > 0 ? listOf(visit, event, chosen, 2) : html`<p>${words.nothing}</p>`}
</div>`,
  })
}
