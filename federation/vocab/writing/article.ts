import type { WholeInterview } from "../../../src/domain/interview.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { escapeHtml, link, paragraph } from "../../../src/text/html.ts"
import { plain, shorten, wireName } from "../../../src/text/markdown/plain-line.ts"
import { htmlOfText, imageCredit, inLanguage, titleLink, wireHtml } from "../../../src/text/markdown/wire-html.ts"
import { wordsOf } from "../../../src/text/words/index.ts"
import { documentOf, linkTo } from "./attachment.ts"
import { CONTEXT } from "./context.ts"
import { wireJson } from "./json.ts"
import { postOf } from "./post.ts"
import { hashtags } from "./tag.ts"

/** Characters of `summary` that Mastodon shows. */
const SUMMARY = 500

/** The first publication, here or elsewhere: at noon UTC, which is the same day in nearly all zones, and never later than here. */
function firstPublished({ date, publishedAt, createdAt }: WholeInterview): Date {
  const ours = publishedAt ?? createdAt
  const first = new Date(`${date}T12:00:00Z`)
  return first < ours ? first : ours
}

/** The Article of an interview. Attachments: its portrait, where it first appeared, its recording. */
export function articleObject(origin: string, interview: WholeInterview): JsonObject {
  const { calendar, interviewees, language, original, portrait, title, videoUrl } = interview
  const path = paths.interview(interview.id)
  const page = absolute(origin, paths.interviewPage(interview.slug))
  const name = wireName(title, calendar.name)
  const { facts: words, interview: ofInterviews, label } = wordsOf(language)
  const people =
    interviewees.length > 0 ? ofInterviews.exchangeInPost(new Intl.ListFormat(language).format(interviewees)) : null
  const credit = portrait && imageCredit(portrait, `${label(words.image)} `)
  const content = [
    people && paragraph(escapeHtml(people)),
    htmlOfText(interview.summary),
    wireHtml(interview.content, origin),
    videoUrl && paragraph(`${label(words.video)} ${link(videoUrl, videoUrl)}`),
    original && paragraph(`${label(ofInterviews.originalInPost)} ${link(original.url, original.name)}`),
    credit && paragraph(credit),
    titleLink(page, title),
  ]
    .filter(Boolean)
    .join("")
  const summary = shorten(plain([people, interview.summary].filter(Boolean).join(" · ")), SUMMARY)
  return wireJson({
    "@context": CONTEXT,
    type: "Article",
    ...postOf(origin, {
      path,
      url: page,
      thread: interview.eventId ?? interview.id,
      calendar,
      published: firstPublished(interview),
      updated: interview.updatedAt,
    }),
    // Mobilizon takes an Article only with both
    actor: absolute(origin, paths.actor(calendar.handle)),
    name,
    nameMap: { [language]: name },
    ...(summary && { summary, summaryMap: { [language]: summary } }),
    ...inLanguage(content, language),
    inLanguage: language,
    tag: hashtags(origin, interview.tags),
    attachment: [
      portrait && documentOf(origin, portrait, name),
      original ? linkTo(original.url, original.name) : null,
      videoUrl ? linkTo(videoUrl, words.video) : null,
    ],
  })
}
