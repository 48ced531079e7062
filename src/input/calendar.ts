import { z } from "zod"
import { because } from "./parse.ts"
import { handle, language, line, text, timeZone, webAddress } from "./scalars.ts"

const ownHandle = handle.refine(value => value !== "instance", because("reserved-handle"))

export const calendarInput = z.strictObject({
  handle: ownHandle,
  kind: z.enum(["agenda", "events", "interviews"]),
  name: line(200),
  language,
  timeZone,
  summary: text(1000).default(""),
})
export type CalendarInput = z.infer<typeof calendarInput>

/** What can be changed of a calendar later; its handle, kind and zone are fixed. */
export const calendarPatch = z.strictObject({
  name: line(200).optional(),
  language: language.optional(),
  summary: text(1000).optional(),
})

export const publisherInput = z.strictObject({
  handle: ownHandle,
  name: line(200),
  language,
  summary: text(1000).default(""),
  url: webAddress.nullish(),
})
export type PublisherInput = z.infer<typeof publisherInput>
