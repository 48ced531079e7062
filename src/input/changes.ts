import { z } from "zod"
import { line, time, timeZone, webAddress } from "./scalars.ts"

/** The bodies of the verbs that change an event and notify its followers. The reason is public. */

export const reasonInput = z.strictObject({ reason: line(500).nullish() })

export const rescheduleInput = z.strictObject({
  start: time,
  end: time.nullish(),
  timeZone: timeZone.nullish(),
  allDay: z.boolean().nullish(),
  reason: line(500).nullish(),
})
export type RescheduleInput = z.infer<typeof rescheduleInput>

export const moveOnlineInput = z.strictObject({ url: webAddress, reason: line(500).nullish() })

export const duplicateInput = z.strictObject({ start: time.nullish() })
export type DuplicateInput = z.infer<typeof duplicateInput>
