import type { WholeEvent } from "../../domain/event.ts"
import { absolute, paths } from "../../domain/paths.ts"
import type { Session } from "../../domain/programme.ts"
import { dateWords } from "../../text/dates.ts"
import { factLines } from "../../text/event-facts.ts"
import { plainText } from "../../text/markdown/plain-text.ts"
import { capital } from "../../text/typography.ts"
import { wordsOf } from "../../text/words/index.ts"
import { oneLine } from "./lines.ts"

/** in UTF-16 units */
const LONGEST = 1500

const paragraphs = (...parts: (string | null)[]) => parts.filter(Boolean).join("\n\n")
const linesOf = (...lines: (string | null)[]) => lines.filter(Boolean).join("\n")

/** What the calendar shows below date and place: why it changed, what it is, then the practical lines. */
export function eventDescription(event: WholeEvent, origin: string): string {
  const { facts: words, label, oldDates, programme, states } = wordsOf(event.language)
  const labelled = (name: string, value: string | null) => (value ? `${label(name)} ${value}` : null)
  const previous = event.status === "rescheduled" && event.previous
  return paragraphs(
    reasonOf(event),
    previous ? labelled(oldDates.previous, dateWords(previous, event.language, event.calendar.timeZone).long) : null,
    event.summary,
    beginning(plainText(event.description)),
    linesOf(
      event.timesAre === "illustrative" ? `${capital(words.timesIndicative)}.` : null,
      labelled(words.organisersInFeed, event.organisers.join(", ")),
      labelled(words.access, event.access),
      ...factLines(event),
      labelled(states.online, event.onlineUrl),
      event.sessions.length > 0 ? labelled(programme.title, absolute(origin, paths.programmePage(event.slug))) : null,
      labelled(words.siteInFeed, event.url),
    ),
    absolute(origin, paths.eventPage(event.slug)),
  )
}

/** The whole text is on the page; a calendar of 700 events must stay below Google's 1 MB. */
export function beginning(text: string): string {
  if (text.length <= LONGEST) return text
  const cut = text.slice(0, LONGEST)
  return `${cut.slice(0, Math.max(cut.search(/\s\S*$/), 0)) || cut} …`
}

/** The officer's sentence about the state that the event is in now. */
export function reasonOf(event: WholeEvent): string | null {
  const current = event.status === "scheduled" ? (event.full ? "full" : null) : event.status
  return event.news.find(news => news.kind === current)?.reason ?? null
}

export function sessionDescription(session: Session, event: WholeEvent, origin: string): string {
  const { facts: words, label, states } = wordsOf(event.language)
  const labelled = (name: string, value: string | null) => (value ? `${label(name)} ${value}` : null)
  return paragraphs(
    reasonOf(event),
    session.summary,
    linesOf(
      event.timesAre === "illustrative" ? `${capital(words.timesIndicative)}.` : null,
      labelled(words.with, session.speakers.join(", ")),
      ...session.documents.map(({ title, url }) => labelled(title, url)),
      labelled(states.online, event.onlineUrl),
    ),
    `${oneLine(event.title)}\n${absolute(origin, paths.programmePage(event.slug))}`,
  )
}
