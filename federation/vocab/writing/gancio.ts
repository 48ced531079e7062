import type { Variant } from "../../../src/domain/dialect.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, INSTANCE_HANDLE, paths } from "../../../src/domain/paths.ts"
import { wordsOf } from "../../../src/text/words/index.ts"

/**
 * What Gancio 1.21 takes of an Event. Its Update reads `attachment[0].url` as an image, so links go; it needs a location with a
 * name and an address that is text or has a street, commune or country; with PostgreSQL it cannot store an empty list of tags.
 */
export function eventForGancio(event: JsonObject): JsonObject {
  const { location, tag, ...rest } = event
  const attachment = (event.attachment as JsonObject[]).filter(({ type }) => type === "Document")
  const place = (location ?? placeWithout(event)) as JsonObject
  return {
    ...rest,
    location: place.address ? place : { ...place, address: place.name },
    attachment,
    ...((tag as unknown[]).length > 0 && { tag }),
  }
}

/** Gancio has no event without a place. Where there is none, its address is where to connect or to learn more, as text. */
function placeWithout(event: JsonObject): JsonObject {
  const { facts: words } = wordsOf(String(event.inLanguage))
  return {
    type: "Place",
    name: event.isOnline ? words.videoConference : words.whereUnknown,
    address: event.externalParticipationUrl,
  }
}

/** An Event, or what one was. */
function isEvent(object: unknown): object is JsonObject {
  const { type, formerType } = (object ?? {}) as JsonObject
  return type === "Event" || (type === "Tombstone" && formerType === "Event")
}

/**
 * The form of an activity about an event that Gancio needs, without its proof: from the calendar that it follows, or from the
 * Application. Null where the usual form will do.
 */
export function gancioForm(
  origin: string,
  activity: JsonObject,
  variant: Exclude<Variant, "" | "mobilizon">,
): JsonObject | null {
  const { object } = activity
  if (!isEvent(object)) return null
  const live = object.type === "Event"
  if (variant === "gancio") return live ? { ...activity, object: eventForGancio(object) } : null
  const actor = absolute(origin, paths.actor(INSTANCE_HANDLE))
  const cc = [absolute(origin, paths.followers(INSTANCE_HANDLE))]
  return {
    ...activity,
    // its own id: the same address, told apart by a fragment, so that it can still be looked up there
    id: `${activity.id}#instance`,
    actor,
    cc,
    object: live ? { ...eventForGancio(object), actor, attributedTo: actor, cc } : object,
  }
}
