import { z } from "zod"
import { imageInput } from "./image.ts"
import { handle, language, line, patchOf, slug, tags, text, title, webAddress } from "./scalars.ts"

const interviewFields = {
  title,
  summary: text(500).default(""),
  content: text(200_000).default(""),
  language: language.nullish(),
  interviewees: z.array(line(150)).max(20).default([]),
  tags,
  published: z.iso.date(),
  portrait: imageInput.nullish(),
  video: webAddress.nullish(),
  original: z.strictObject({ name: line(150), url: webAddress }).nullish(),
  /** slug of the event that it documents */
  event: slug.nullish(),
}

export const interviewInput = z.strictObject({
  calendar: handle,
  slug: slug.nullish(),
  ...interviewFields,
  publish: z.boolean().default(false),
})
export type InterviewInput = z.infer<typeof interviewInput>

export const interviewPatch = patchOf(interviewFields)
export type InterviewPatch = z.infer<typeof interviewPatch>
