import type { Actor, Calendar } from "../domain/calendar.ts"
import type { WholeEvent } from "../domain/event.ts"
import type { WholeInterview } from "../domain/interview.ts"
import type { News } from "../domain/news.ts"
import { known } from "./known.ts"
import { imageWords, placeWords, sessionWords } from "./words.ts"

/** The pieces of an export, in the words of `load`: what it would take for granted is left out. */

export const publisherWords = ({ handle, name, language, summary, links }: Actor) => ({
  handle,
  name,
  language,
  summary,
  url: links[0]?.url,
})

export const calendarWords = ({ handle, calendarKind, name, language, timeZone, summary }: Calendar) => ({
  handle,
  kind: calendarKind,
  name,
  language,
  timeZone,
  summary,
})

export function exportedEvent(event: WholeEvent): string {
  const { calendar, category, image, onlineUrl, seriesId, status, when } = event
  return written({
    slug: event.slug,
    calendar: calendar.handle,
    uid: event.uid,
    title: event.title,
    start: when.start,
    end: when.end,
    timeZone: when.timeZone,
    timesAre: event.timesAre,
    language: event.language,
    status: status === "scheduled" ? null : status,
    full: event.full || null,
    previous: event.previous,
    series: seriesId,
    summary: event.summary,
    description: event.description,
    places: event.places.map(placeWords),
    online: onlineUrl && { url: onlineUrl },
    organisers: event.organisers,
    access: event.access,
    tags: event.tags,
    category: category === "MEETING" ? null : category,
    url: event.url,
    image: image && imageWords(image),
    programme: event.sessions.map(sessionWords),
    published: event.publishedAt,
    history: event.news.map(newsWords),
  })
}

const newsWords = ({ kind, publishedAt, text, reason, before, language }: News) => ({
  kind,
  at: publishedAt,
  text,
  reason,
  before,
  language,
})

/** @param event slug of the public event that it documents */
export const exportedInterview = (interview: WholeInterview, event: string | null): string =>
  written({
    slug: interview.slug,
    calendar: interview.calendar.handle,
    published: interview.date,
    title: interview.title,
    language: interview.language,
    interviewees: interview.interviewees,
    summary: interview.summary,
    content: interview.content,
    tags: interview.tags,
    portrait: interview.portrait && imageWords(interview.portrait),
    video: interview.videoUrl,
    original: interview.original,
    event,
  })

/** On one line, so that two exports can be compared line by line. */
export const written = (value: unknown): string => JSON.stringify(value, known)
