import type { JsonObject } from "../../src/domain/json.ts"
import type { Arrival } from "./inboxes.ts"

/** What an inbox was told: first arrivals only, by event, in order. */
export interface Received {
  /** uuid of the event → what was told of it, in the words of a {@link Story} */
  events: Map<string, string[]>
  /** ids of all activities */
  ids: Set<string>
  /** arrivals of an id that was there */
  repeats: number
}

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null
const last = (iri: unknown): string => String(iri).split("/").at(-1)!

/** Reads as a real receiver does: an id that was there before is left aside. */
export function readInbox(arrivals: Arrival[]): Received {
  const events = new Map<string, string[]>()
  const ids = new Set<string>()
  /** event by news */
  const news = new Map<string, string>()
  let repeats = 0
  for (const { id, activity } of arrivals) {
    if (ids.has(id)) {
      repeats++
      continue
    }
    ids.add(id)
    const { object, type } = activity
    if (type === "Accept") continue
    const embedded = isObject(object) ? object : { id: object, type: "" }
    const kind = String(embedded.formerType ?? embedded.type)
    if (kind === "Note" && type === "Create") news.set(String(embedded.id), last(embedded.context))
    const event = kind === "Note" ? (news.get(String(embedded.id)) ?? "unknown") : last(embedded.id)
    const title = /Rendez-vous \S+ v\d+/.exec(String(embedded.name ?? ""))?.[0]
    const state = embedded.eventStatus === "EventCancelled" ? "cancelled" : null
    const words = [type, kind, kind === "Event" && title, state].filter(Boolean).join(" ")
    events.set(event, [...(events.get(event) ?? []), words])
  }
  return { events, ids, repeats }
}

/** Ids under which other bytes came than the first time, anywhere. */
export function changedRepeats(arrivals: Arrival[]): string[] {
  const digests = new Map<string, string>()
  return arrivals
    .filter(({ id, digest }) => {
      const first = digests.get(id) ?? digest
      digests.set(id, first)
      return first !== digest
    })
    .map(({ id, inbox }) => `${id} at ${inbox}`)
}
