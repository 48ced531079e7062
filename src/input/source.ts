import { z } from "zod"
import { handle } from "./scalars.ts"

/** An address whose entries enter a calendar, and how. */
export const sourceInput = z.strictObject({
  url: z.string().trim().max(2000).meta({
    description:
      "of a calendar (webcal:// too), of a shared calendar's page on Nextcloud, of a page that tells of events",
  }),
  calendar: handle,
  tagMap: z
    .record(z.string().trim().min(1).max(60), z.string().trim().max(60))
    .default({})
    .meta({ description: "tags of the source and what they are called here; an empty name drops one" }),
  publish: z.boolean().default(true).meta({ description: "else entries become drafts" }),
})
export type SourceInput = z.infer<typeof sourceInput>
