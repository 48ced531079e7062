import { isOnline, type WholeEvent } from "../../../src/domain/event.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { placeAddress, placeName } from "../../../src/domain/place.ts"
import type { Session } from "../../../src/domain/programme.ts"
import type { When } from "../../../src/domain/time.ts"
import { dateWords } from "../../../src/text/dates.ts"
import { factLines } from "../../../src/text/event-facts.ts"
import { escapeHtml, link, paragraph } from "../../../src/text/html.ts"
import {
  htmlOfLine,
  htmlOfText,
  imageCredit,
  titleLink,
  type WireMarkdown,
} from "../../../src/text/markdown/wire-html.ts"
import { leadingWord } from "../../../src/text/states.ts"
import { wordsOf } from "../../../src/text/words/index.ts"

/** Of a longer programme the rest is on the page. */
const SESSIONS = 50

/** A date in words, in full and in the shortest form that is unambiguous. */
export interface EventDate {
  long: string
  short: string
}

/** The date in words, in the event's language; only the days when its hours are illustrative. */
export function eventDate(event: WholeEvent): EventDate {
  const { language, status, when } = event
  const { facts: words, oldDates } = wordsOf(language)
  const illustrative = event.timesAre === "illustrative" && !when.allDay
  const day = (text: string) => text.slice(0, 10)
  const shown: When = illustrative
    ? { ...when, allDay: true, start: day(when.start), end: when.end && day(when.end) }
    : when
  const date = dateWords(shown, language, event.calendar.timeZone)
  const notes = [date.zone, illustrative && words.timesIndicative].filter(Boolean).join(", ")
  const inFull = (date: string): string => {
    const noted = notes ? `${date} (${notes})` : date
    return status === "postponed" ? oldDates.postponedInPost(noted) : noted
  }
  return { long: inFull(date.long), short: inFull(date.short) }
}

/**
 * The whole event as HTML, for software that shows `content` alone: its state and the reason, the description, date, every venue, organisers,
 * access, programme, and last a link to its page.
 */
export function eventContent(
  origin: string,
  event: WholeEvent,
  { date, description }: { date: EventDate; description: WireMarkdown },
): string {
  const page = absolute(origin, paths.eventPage(event.slug))
  return [
    stateLine(event),
    htmlOfText(event.summary),
    description.html(origin),
    facts(event, date),
    programme(event),
    titleLink(page, event.title),
  ]
    .filter(Boolean)
    .join("")
}

function stateLine(event: WholeEvent): string | null {
  const word = leadingWord(event, event.calendar.language)
  if (!word) return null
  const kind = event.status === "scheduled" ? "full" : event.status
  const reason = event.news.find(news => news.kind === kind)?.reason
  return paragraph(`<strong>${escapeHtml(word)}</strong>${reason ? ` · ${htmlOfLine(reason)}` : ""}`)
}

function facts(event: WholeEvent, date: EventDate): string {
  const { facts: words, label, states } = wordsOf(event.language)
  const venues = isOnline(event) ? [] : event.places.map(place => venue(placeName(place), placeAddress(place)))
  const items = [
    `${label(words.date)} ${escapeHtml(date.long)}`,
    venues.length === 1 && `${label(words.place)} ${venues[0]}`,
    venues.length > 1 && `${label(words.places)}<ul>${venues.map(text => `<li>${text}</li>`).join("")}</ul>`,
    event.onlineUrl && `${label(states.online)} ${link(event.onlineUrl, event.onlineUrl)}`,
    event.organisers.length > 0 && `${label(words.with)} ${escapeHtml(event.organisers.join(", "))}`,
    event.access && `${label(words.access)} ${htmlOfLine(event.access)}`,
    ...factLines(event).map(htmlOfLine),
    event.url && `${label(words.siteInPost)} ${link(event.url, event.url)}`,
    event.image && imageCredit(event.image, `${label(words.image)} `),
  ]
  return `<ul>${items
    .filter(Boolean)
    .map(item => `<li>${item}</li>`)
    .join("")}</ul>`
}

const venue = (name: string, address: string): string =>
  escapeHtml(address && !name.includes(address) ? `${name} (${address})` : name)

function programme(event: WholeEvent): string | null {
  const { sessions } = event
  if (sessions.length === 0) return null
  const { programme: words } = wordsOf(event.language)
  const items = sessions.slice(0, SESSIONS).map(session => `<li>${sessionLine(session, event)}</li>`)
  if (sessions.length > SESSIONS) items.push(`<li>${words.more(sessions.length - SESSIONS)}</li>`)
  return `${paragraph(`<strong>${words.title}</strong>`)}<ul>${items.join("")}</ul>`
}

function sessionLine(session: Session, event: WholeEvent): string {
  const when = event.timesAre === "illustrative" ? null : session.when
  const date = when && dateWords(when, event.language, event.when.timeZone).short
  const around = [...session.speakers, session.room].filter(Boolean).join(", ")
  const text = [date, session.title].filter(Boolean).join(" · ")
  return escapeHtml(around ? `${text} (${around})` : text)
}
