import type { ActivityToRender } from "../../src/actions/house.ts"
import type { Actor } from "../../src/domain/calendar.ts"
import { absolute, paths } from "../../src/domain/paths.ts"
import { activityObject } from "./activity.ts"
import type { Json } from "./json.ts"
import { words } from "./words.ts"

/**
 * What Gancio 1.21 takes of an Event. Its Update reads `attachment[0].url` as an image, so links go; it needs a location with a
 * name and an address that is text or has a street, commune or country; with PostgreSQL it cannot store an empty list of tags.
 */
export function eventForGancio(event: Json): Json {
  const { location, tag, ...rest } = event
  const attachment = (event.attachment as Json[]).filter(({ type }) => type === "Document")
  const place = (location ?? placeWithout(event)) as Json
  return {
    ...rest,
    location: place.address ? place : { ...place, address: place.name },
    attachment,
    ...((tag as unknown[]).length > 0 && { tag }),
  }
}

/** Gancio has no event without a place. Where there is none, its address is where to connect or to learn more, as text. */
function placeWithout(event: Json): Json {
  const say = words(String(event.inLanguage))
  return { type: "Place", name: event.isOnline ? say.onlineName : say.noPlace, address: event.externalParticipationUrl }
}

const isEvent = (object: ActivityToRender["object"]): object is Json =>
  typeof object === "object" &&
  (object.type === "Event" || (object.type === "Tombstone" && object.formerType === "Event"))

/** The forms of an activity about an event that Gancio needs, by the name of their variant; none for anything else. */
export function gancioActivities(
  origin: string,
  activity: ActivityToRender,
  instance: Pick<Actor, "id" | "handle">,
): { gancio?: Json; "gancio-instance"?: Json } {
  const { actor, object } = activity
  if (!isEvent(object) || activity.to || actor.kind !== "calendar") return {}
  const live = object.type === "Event"
  const event = live ? eventForGancio(object) : object
  const byInstance = absolute(origin, paths.actor(instance.handle))
  const asInstance = live
    ? {
        ...event,
        actor: byInstance,
        attributedTo: byInstance,
        cc: [absolute(origin, paths.followers(instance.handle))],
      }
    : event
  return {
    ...(live && { gancio: activityObject(origin, { ...activity, object: event }) }),
    // its own id: the same address, told apart by a fragment, so that it can still be looked up there
    "gancio-instance": activityObject(
      origin,
      { ...activity, actor: { ...actor, handle: instance.handle }, object: asInstance },
      "#instance",
    ),
  }
}
