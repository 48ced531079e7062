import { z } from "zod"
import type { SessionFields } from "../domain/programme.ts"
import { because } from "./parse.ts"
import { complete, line, slug, text, time, title, webAddress } from "./scalars.ts"

export const sessionInput = z
  .strictObject({
    slug,
    title,
    summary: text(2000).default(""),
    start: time.nullish(),
    end: time.nullish(),
    room: line(100).nullish(),
    track: line(100).nullish(),
    format: line(60).nullish(),
    speakers: z.array(line(150)).max(50).default([]),
    documents: z
      .array(z.strictObject({ title: line(200), url: webAddress, kind: line(40).nullish() }))
      .max(50)
      .default([]),
  })
  .refine(session => !(session.end && !session.start), { path: ["end"], error: because("end-without-start") })

export const sessionsInput = z.array(sessionInput).max(500)
export const programmeInput = z.strictObject({ programme: sessionsInput })

/** @param timeZone the event's */
export function sessionOf(session: z.infer<typeof sessionInput>, timeZone: string): SessionFields {
  const { start, end, documents, ...same } = complete(sessionInput.shape, session)
  return {
    ...same,
    when: start === null ? null : { start, end, allDay: !start.includes("T"), timeZone },
    documents: documents.map(document => ({ ...document, kind: document.kind ?? null })),
  }
}
