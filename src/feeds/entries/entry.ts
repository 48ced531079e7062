import { isOnline, type ListedEvent, type WholeEvent } from "../../domain/event.ts"
import type { Image } from "../../domain/image.ts"
import type { WholeInterview } from "../../domain/interview.ts"
import type { News } from "../../domain/news.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { type Place, placesName } from "../../domain/place.ts"
import type { When } from "../../domain/time.ts"
import { dateWords } from "../../text/dates.ts"
import { factLines } from "../../text/event-facts.ts"
import { escapeHtml, link, paragraph } from "../../text/html.ts"
import { feedHtml } from "../../text/markdown/feed-html.ts"
import { titleWithState } from "../../text/states.ts"
import { wordsOf } from "../../text/words/index.ts"
import { reasonOf } from "../ical/description.ts"

/** One thing to read, as Atom, RSS and JSON Feed have it alike: an event, a change of one, or an interview. */
export interface FeedEntry {
  /** its id on the network, never another one */
  id: string
  /** absolute address of its page */
  page: string
  title: string
  /** plain text on one line */
  summary: string
  html: string
  language: string
  published: Date
  updated: Date
  author: { name: string; url: string }
  tags: string[]
  image: Image | null
  /** the event that it is, or is about */
  event: WholeEvent | null
  /** where it takes place, when it takes place somewhere */
  at: Place | null
}

/** An event: its date and place come first, so that a cut text still says them. */
export function eventEntry(event: WholeEvent, origin: string): FeedEntry {
  const { facts: words, programme, label } = wordsOf(event.language)
  const page = absolute(origin, paths.eventPage(event.slug))
  const when = whenAndWhere(event)
  const reason = reasonOf(event)
  const facts = [
    event.organisers.length > 0 && `${label(words.organisersInFeed)} ${escapeHtml(event.organisers.join(", "))}`,
    event.access && `${label(words.access)} ${escapeHtml(event.access)}`,
    ...factLines(event).map(escapeHtml),
    event.onlineUrl && `${label(wordsOf(event.language).states.online)} ${link(event.onlineUrl)}`,
    event.url && `${label(words.siteInFeed)} ${link(event.url)}`,
    event.sessions.length > 0 && `${label(programme.title)} ${link(absolute(origin, paths.programmePage(event.slug)))}`,
  ].filter(fact => typeof fact === "string")
  return {
    ...shared(event, origin),
    id: absolute(origin, paths.event(event.id)),
    page,
    title: titleWithState(event, event.language),
    summary: [when, event.summary].filter(Boolean).join(" · "),
    html: [
      paragraph(`<strong>${escapeHtml(when)}</strong>`),
      reason && paragraph(escapeHtml(reason)),
      event.summary && paragraph(escapeHtml(event.summary)),
      feedHtml(event.description, origin),
      facts.length > 0 && `<ul>${facts.map(fact => `<li>${fact}</li>`).join("")}</ul>`,
      paragraph(link(page, words.openFromFeed)),
    ]
      .filter(Boolean)
      .join("\n"),
    published: event.publishedAt!,
    updated: event.updatedAt ?? event.publishedAt!,
    image: event.image,
  }
}

/** A change of an event, as its followers were told of it: readers show few changes of what they have shown already. */
export function newsEntry(news: News, event: WholeEvent, origin: string): FeedEntry {
  const page = absolute(origin, paths.eventPage(event.slug))
  // the state word stands first in every such text
  const [word] = news.text.split(" · ")
  return {
    ...shared(event, origin),
    id: absolute(origin, paths.news(news.id)),
    page,
    title: `${word} · ${event.title}`,
    summary: news.text,
    html: [paragraph(escapeHtml(news.text)), paragraph(link(page, wordsOf(news.language).facts.openFromFeed))].join(
      "\n",
    ),
    language: news.language,
    published: news.publishedAt,
    updated: news.publishedAt,
    image: null,
  }
}

export function interviewEntry(interview: WholeInterview, origin: string): FeedEntry {
  const { calendar, interviewees, language, original, portrait, videoUrl } = interview
  const { facts: words, interview: ofInterviews, label } = wordsOf(language)
  const people =
    interviewees.length > 0 ? `${ofInterviews.exchange} ${new Intl.ListFormat(language).format(interviewees)}` : ""
  const published = firstPublished(interview)
  return {
    id: absolute(origin, paths.interview(interview.id)),
    page: absolute(origin, paths.interviewPage(interview.slug)),
    title: interview.title,
    summary: [people, interview.summary].filter(Boolean).join(" · "),
    html: [
      people && paragraph(`<strong>${escapeHtml(people)}</strong>`),
      interview.summary && paragraph(escapeHtml(interview.summary)),
      feedHtml(interview.content, origin),
      videoUrl && paragraph(`${label(words.video)} ${link(videoUrl)}`),
      original && paragraph(`${label(ofInterviews.originalInFeed)} ${link(original.url, original.name)}`),
    ]
      .filter(Boolean)
      .join("\n"),
    language,
    published,
    updated: interview.updatedAt ?? published,
    author: { name: calendar.name, url: absolute(origin, paths.calendarPage(calendar.handle)) },
    tags: interview.tags,
    image: portrait,
    event: null,
    at: null,
  }
}

/** Newest first, at most so many; those of one moment stay in their order. */
export const newest = (entries: FeedEntry[], limit: number): FeedEntry[] =>
  entries.sort((a, b) => b.published.getTime() - a.published.getTime()).slice(0, limit)

function shared(event: WholeEvent, origin: string) {
  const { calendar, language, places, tags } = event
  return {
    language,
    author: { name: calendar.name, url: absolute(origin, paths.calendarPage(calendar.handle)) },
    tags,
    event,
    at: isOnline(event) ? null : (places.find(({ latitude }) => latitude !== null) ?? null),
  }
}

/** The date in words, then the place. */
function whenAndWhere(event: WholeEvent): string {
  const { language, places } = event
  const where = isOnline(event) ? wordsOf(language).facts.online : placesName(places, language)
  return [dateOf(event), where].filter(Boolean).join(" · ")
}

/** The date in words, with its zone where that is not the calendar's; the days alone when its hours only illustrate the order. */
export function dateOf(event: ListedEvent): string {
  const { language, status, timesAre, when } = event
  const day = (text: string) => text.slice(0, 10)
  const shown: When = timesAre
    ? { ...when, allDay: true, start: day(when.start), end: when.end && day(when.end) }
    : when
  const { long, zone } = dateWords(shown, language, event.calendar.timeZone)
  const date = zone ? `${long} (${zone})` : long
  return status === "postponed" ? wordsOf(language).oldDates.postponedInFeed(date) : date
}

/** Here or elsewhere: noon UTC, so that it is that day everywhere, and never later than ours. */
function firstPublished({ date, publishedAt, createdAt }: WholeInterview): Date {
  const ours = publishedAt ?? createdAt
  const first = new Date(`${date}T12:00:00Z`)
  return first < ours ? first : ours
}
