import { z } from "zod"
import type { Scope } from "../domain/by.ts"
import type { Thing } from "../domain/errors.ts"

/** What an endpoint takes and gives: its checks and its documentation are made from it. */
export interface Definition<Q extends z.ZodType, B extends z.ZodType> {
  summary: string
  description?: string
  tag: "events" | "interviews" | "calendars" | "places" | "deliveries" | "sources" | "audit"
  /** absent: public, and a token only shows more */
  needs?: Scope
  /** what `:id` stands for */
  id?: { description: string; form: z.ZodType<string>; name: Thing }
  query?: Q
  body?: B
  success: { status: 200 | 201 | 204; description: string; schema?: z.ZodType }
}

/** The uuid of an event, an interview: anything else is 404. */
export const uuidOf = (name: Thing) => ({ description: `uuid of the ${name}`, form: z.uuid(), name })
