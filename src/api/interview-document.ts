import { z } from "zod"
import { externalImage } from "../domain/external-form.ts"
import type { WholeInterview } from "../domain/interview.ts"
import { absolute, paths } from "../domain/paths.ts"
import { imageInput } from "../input/image.ts"

/** An interview in the words of the input, then what only the server says. */
export const interviewDocument = z
  .strictObject({
    calendar: z.string(),
    slug: z.string(),
    title: z.string(),
    summary: z.string(),
    content: z.string().meta({ description: "Markdown" }),
    language: z.string(),
    interviewees: z.array(z.string()),
    tags: z.array(z.string()),
    published: z.iso.date().meta({ description: "its first publication, here or elsewhere" }),
    portrait: imageInput.nullable(),
    video: z.string().nullable(),
    original: z.strictObject({ name: z.string(), url: z.string() }).nullable(),
    event: z.string().nullable().meta({ description: "slug of the event that it documents" }),
    id: z.uuid(),
    uri: z.url().meta({ description: "its id on the network" }),
    page: z.url(),
    state: z.enum(["draft", "published"]),
    createdAt: z.iso.datetime(),
    publishedAt: z.iso.datetime().nullable(),
    updatedAt: z.iso.datetime().nullable(),
  })
  .meta({ ref: "Interview" })

/** @param event slug of its event, when the reader may see it */
export function toInterviewDocument(
  interview: WholeInterview,
  event: string | null,
  origin: string,
): z.input<typeof interviewDocument> {
  const { calendar, slug, title, summary, content, language, interviewees, tags, date } = interview
  const { portrait, videoUrl, original, id, state } = interview
  return {
    calendar: calendar.handle,
    slug,
    title,
    summary,
    content,
    language,
    interviewees,
    tags,
    published: date,
    portrait: portrait && externalImage(portrait),
    video: videoUrl,
    original,
    event,
    id,
    uri: absolute(origin, paths.interview(id)),
    page: absolute(origin, paths.interviewPage(slug)),
    state: state as "draft" | "published",
    createdAt: interview.createdAt.toISOString(),
    publishedAt: interview.publishedAt?.toISOString() ?? null,
    updatedAt: interview.updatedAt?.toISOString() ?? null,
  }
}
