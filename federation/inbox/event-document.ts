import type { ToldEvent } from "../../src/actions/partner-events.ts"
import { sanitise } from "../../src/actions/sanitise.ts"
import type { Json } from "../vocab/json.ts"
import { Hopeless } from "./failure.ts"
import { dateOf, idOf, isObject, lineOf, listOf } from "./read.ts"

/** An event with everything that seven softwares put into it stays below 10 kB. */
const MAX_BYTES = 200_000

/** Copies of texts in other forms: only `content` and `summary` are cleaned, and shown. */
const DROPPED = new Set([
  "@context",
  "source",
  "contentMap",
  "summaryMap",
  "nameMap",
  "sourceContent",
  "proof",
  "signature",
])

/**
 * Reads an event of someone else. Everything but its name may be missing or of any form; texts are sanitised.
 * @param activity what carried it: Hubzilla keeps the time zone there
 * @throws {Hopeless} without a name or id, or when it is too large
 */
export function readEvent(
  event: Json,
  activity: Json | null,
  receivedAt: Date,
): Omit<ToldEvent, "partners" | "by" | "activityId"> {
  const id = idOf(event)
  const name = lineOf(event.name, 200)
  if (!id || !name) throw new Hopeless("the event has no id or no name")
  const document: Json = Object.fromEntries(Object.entries(event).filter(([key]) => !DROPPED.has(key)))
  for (const key of ["content", "summary"]) {
    if (typeof document[key] === "string") document[key] = sanitise(document[key])
    else delete document[key]
  }
  document.timezone ??= zoneOf(activity)
  if (JSON.stringify(document).length > MAX_BYTES) throw new Hopeless(`the event is over ${MAX_BYTES} bytes`)
  return { id, name, document, startsAt: dateOf(event.startTime), updatedAt: changedAt(event, activity, receivedAt) }
}

/**
 * What it says of its last change, if that is not in the future: such a one would shut out every later edit. Hubzilla says it
 * of the Invite only.
 */
function changedAt(event: Json, activity: Json | null, receivedAt: Date): Date | null {
  const dates = [event.updated, activity?.updated, event.published, activity?.published].map(dateOf)
  const said = dates.find(date => date !== null)
  return said && said <= receivedAt ? said : null
}

/** `zot.event.timezone` in the attachments of Hubzilla's Invite. */
function zoneOf(activity: Json | null): string | undefined {
  for (const item of listOf(activity?.attachment)) {
    if (isObject(item) && item.name === "zot.event.timezone") return lineOf(item.value, 60) ?? undefined
  }
  return undefined
}
