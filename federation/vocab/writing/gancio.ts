import type { Variant } from "../../../src/domain/dialect.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, INSTANCE_HANDLE, paths } from "../../../src/domain/paths.ts"
import { wordsOf } from "../../../src/text/words/index.ts"

/**
 * An Event in the form that Gancio 1.21 accepts. It reads `attachment[0].url` of an Update as an image, so links are left out; it needs a
 * location with a name and an address that is text or has a street, commune or country; with PostgreSQL it cannot store an empty list of
 * tags.
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

/** Gancio requires a place. Where there is none, its address is where to connect or to learn more, as text. */
function placeWithout(event: JsonObject): JsonObject {
  const { facts: words } = wordsOf(String(event.inLanguage))
  return {
    type: "Place",
    name: event.isOnline ? words.videoConference : words.whereUnknown,
    address: event.externalParticipationUrl,
  }
}

/** An Event, or the Tombstone of one. */
function isEvent(object: unknown): object is JsonObject {
  const { type, formerType } = (object ?? {}) as JsonObject
  return type === "Event" || (type === "Tombstone" && formerType === "Event")
}

/**
 * The form of an activity about an event that Gancio needs, without its proof: by the calendar that it follows, or by the
 * Application. Null where the usual form is accepted.
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
    // an id of its own: a fragment tells it apart, and it can still be fetched from the same address
    id: `${activity.id}#instance`,
    actor,
    cc,
    object: live ? { ...eventForGancio(object), actor, attributedTo: actor, cc } : object,
  }
}
