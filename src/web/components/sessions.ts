import { html, raw } from "hono/html"
import { isPast, type WholeEvent } from "../../domain/event.ts"
import { paths } from "../../domain/paths.ts"
import { isSlug } from "../../domain/patterns.ts"
import type { Session } from "../../domain/programme.ts"
import { firstDay } from "../../domain/time.ts"
import { capital, typeset } from "../../text/typography.ts"
import { hoursOf, machineDate, time } from "./dates.ts"
import type { Html } from "./html.ts"
import { langOf, type Visit } from "./visit.ts"

/** Whether the programme is the agenda of a council: all its items are points to be taken in order. */
export const isCouncil = (sessions: readonly Session[]): boolean =>
  sessions.length > 0 && sessions.every(s => s.format === "point")

export const isPause = (session: Pick<Session, "format">): boolean => session.format === "pause"

/** The id of a session's element; it stays the same when the session moves to another day or room. */
export const anchor = (session: Session): string => `s-${isSlug(session.slug) ? session.slug : session.position}`

/** The sessions of each day, in order; null is the day of sessions without a time. */
export function byDay(sessions: readonly Session[]): [Temporal.PlainDate | null, Session[]][] {
  const days = Map.groupBy(sessions, session => (session.when ? firstDay(session.when).toString() : ""))
  return [...days].map(([day, ones]) => [day ? Temporal.PlainDate.from(day) : null, ones])
}

export const documentsOf = (visit: Visit, event: WholeEvent, session: Session): Html | "" =>
  session.documents.length === 0
    ? ""
    : html`<p class="small"${langOf(visit, event.language)}>
  ${session.documents.map(
    ({ title, url }, i) => html`${i > 0 && " · "}<a href="${url}">${typeset(title, event.language)}</a>`,
  )}
</p>`

interface Detail {
  words: string
  as?: "time" | "room"
}

interface SessionOptions {
  /** level of the session's heading */
  level: 3 | 4
  /** it is listed under the heading of its track, which is then not repeated */
  themed?: boolean
  /** in the list, not in the grid: with a link to its calendar feed */
  listed?: boolean
}

export function sessionItem(
  visit: Visit,
  event: WholeEvent,
  session: Session,
  { level, themed = false, listed = false }: SessionOptions,
): Html {
  const heading = raw(`h${level}`)
  const set = (text: string) => typeset(text, event.language)
  const lang = langOf(visit, event.language)
  const id = anchor(session)
  const hours = session.when ? hoursOf(visit, session.when) : ""
  if (isPause(session)) {
    const at = hours && html`${time(session.when!, hours)}${visit.words.colon}`
    return html`<li class="pause" id="${id}">
  <p>${at}<span${lang}>${set(session.title)}</span></p>
</li>
`
  }
  // the separator is inside the element it precedes, so that it is hidden together with a room in the grid
  const show = ({ words, as }: Detail, i: number) => {
    const text = `${i > 0 ? " · " : ""}${words}`
    if (as === "time") return html`<time datetime="${machineDate(session.when!)}">${words}</time>`
    if (as === "room") return html`<span class="room"${lang}>${text}</span>`
    return lang.toString() ? html`<span${lang}>${text}</span>` : text
  }
  const now = session.when && isNow(visit, session)
  const details: Detail[] = [
    { words: capital(hours), as: "time" as const },
    { words: set(session.room ?? ""), as: "room" as const },
    { words: set(session.format ?? "") },
    { words: themed || session.track === session.format ? "" : set(session.track ?? "") },
  ].filter(detail => detail.words !== "")
  return html`<li id="${id}"${now && raw(' class="now"')}>
  ${details.length > 0 && html`<p class="small soft">${details.map((detail, i) => show(detail, i))}</p>`}
  <${heading}><a href="#${id}"${lang}>${set(session.title)}</a></${heading}>
  ${session.summary && html`<p class="small"${lang}>${set(session.summary)}</p>`}
  ${session.speakers.length > 0 && html`<p class="small">${session.speakers.join(", ")}</p>`}
  ${documentsOf(visit, event, session)}
  ${listed && addLink(visit, event, session)}
</li>
`
}

/** A link to the calendar feed of one session; empty once its event is over or cancelled, and without a time. */
function addLink(visit: Visit, event: WholeEvent, session: Session): Html | "" {
  if (!session.when || event.status === "cancelled" || isPast(event, visit.now) || !isSlug(session.slug)) return ""
  const lang = langOf(visit, event.language)
  const title = typeset(session.title, event.language)
  const name = lang.toString() ? html`<span${lang}>${title}</span>` : title
  const hidden = html`<span class="vh">${visit.words.colon}${name}</span>`
  return html`<p class="small noprint">
  <a href="${paths.sessionFeed(event.slug, session.slug, "ics")}">${visit.words.addToCalendar}${hidden}</a>
</p>`
}

function isNow(visit: Visit, session: Session): boolean {
  const { when } = session
  if (!when?.end || when.allDay) return false
  const instant = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(when.timeZone).epochMilliseconds
  return instant(when.start) <= visit.now.getTime() && visit.now.getTime() < instant(when.end)
}
