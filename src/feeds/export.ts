import type { Actor, Calendar } from "../domain/calendar.ts"
import { DEFAULT_CATEGORY, fieldsOfEvent, type WholeEvent } from "../domain/event.ts"
import { externalFields, externalImage } from "../domain/external-form.ts"
import type { WholeInterview } from "../domain/interview.ts"
import type { News } from "../domain/news.ts"
import { withoutEmpty } from "./without-empty.ts"

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
  const { category, allDay: _, ...content } = externalFields(fieldsOfEvent(event))
  return written({
    slug: event.slug,
    calendar: event.calendar.handle,
    uid: event.uid,
    status: event.status === "scheduled" ? null : event.status,
    full: event.full || null,
    previous: event.previous,
    series: event.seriesId,
    ...content,
    category: category === DEFAULT_CATEGORY ? null : category,
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
    portrait: interview.portrait && externalImage(interview.portrait),
    video: interview.videoUrl,
    original: interview.original,
    event,
  })

/** On one line, so that two exports can be compared line by line. */
export const written = (value: unknown): string => JSON.stringify(value, withoutEmpty)
