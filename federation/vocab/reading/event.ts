import type { ToldEvent } from "../../../src/actions/partner-events/partner-events.ts"
import { isObject, type JsonObject } from "../../../src/domain/json.ts"
import { dateOf } from "./date.ts"
import { idOf } from "./ids.ts"
import { lineOf } from "./line.ts"
import { listOf } from "./lists.ts"
import { UnreadableError } from "./unreadable.ts"

/** An event with everything that seven softwares put into it stays below 10 kB. */
const MAX_BYTES = 200_000

/**
 * Reads an event of someone else. It is kept as it was sent, for whoever reads its source; everything but its name may be
 * missing or of any form, and its HTML is cleaned where it is shown.
 * @param activity what carried it: its context counts for what it embeds, and Hubzilla keeps the time zone there
 * @throws {UnreadableError} without a name or id, or when it is too large
 */
export function readEvent(
  event: JsonObject,
  activity: JsonObject | null,
  receivedAt: Date,
): Omit<ToldEvent, "partners" | "by" | "activityId"> {
  const id = idOf(event)
  const name = lineOf(event.name, 200)
  if (!id || !name) throw new UnreadableError("the event has no id or no name")
  const document: JsonObject = { ...event }
  if (activity?.["@context"] !== undefined) document["@context"] ??= activity["@context"]
  const zone = zoneOf(activity)
  if (zone) document.timezone ??= zone
  if (JSON.stringify(document).length > MAX_BYTES) throw new UnreadableError(`the event is over ${MAX_BYTES} bytes`)
  const [startsAt, endsAt] = [dateOf(event.startTime), dateOf(event.endTime)]
  return { id, name, document, startsAt, endsAt, updatedAt: changedAt(event, activity, receivedAt) }
}

/**
 * What it says of its last change, if that is not in the future: such a one would shut out every later edit. Hubzilla says it
 * of the Invite only.
 */
function changedAt(event: JsonObject, activity: JsonObject | null, receivedAt: Date): Date | null {
  const dates = [event.updated, activity?.updated, event.published, activity?.published].map(dateOf)
  const said = dates.find(date => date !== null)
  return said && said <= receivedAt ? said : null
}

/** `zot.event.timezone` in the attachments of Hubzilla's Invite. */
function zoneOf(activity: JsonObject | null): string | null {
  for (const item of listOf(activity?.attachment)) {
    if (isObject(item) && item.name === "zot.event.timezone") return lineOf(item.value, 60)
  }
  return null
}
