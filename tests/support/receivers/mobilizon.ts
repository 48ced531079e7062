import type { JsonObject } from "../../../src/domain/json.ts"
import { hasContext, idOf, isActivity, isObject, isString, list, PUBLIC } from "./reading.ts"
import { type Receiver, type ReceiverOptions, startReceiver } from "./receiver.ts"

const STATUSES = ["CONFIRMED", "TENTATIVE", "CANCELLED"]
const JOIN_MODES = ["free", "restricted", "invite", "external"]

/** What Mobilizon 5.1 crashes on, refuses or loses of an activity or an object; empty when it takes all of it. */
export function refuseMobilizon(json: unknown): string[] {
  if (!isObject(json)) return ["not a JSON object"]
  if (!hasContext(json)) return ["@context without ActivityStreams"]
  if (!isActivity(json)) return refuseObject(json)
  const { actor, id, object, type } = json
  if (!isString(id)) return ["an activity without id"]
  if (!isString(actor)) return ["actor is not one IRI"]
  if (type === "Create" || type === "Update") {
    if (!isObject(object)) return ["the object is not embedded"]
    const author = object.attributedTo ?? object.actor
    const foreign = author !== undefined && author !== actor ? ["the author is not the actor"] : []
    return [...foreign, ...refuseObject(object)]
  }
  if (type === "Delete" && !idOf(object)) return ["deletes nothing"]
  if (type === "Announce" && !idOf(object)) return ["announces nothing"]
  if ((type === "Accept" || type === "Reject") && !isObject(object)) return ["what is answered is not embedded"]
  return []
}

function refuseObject(object: JsonObject): string[] {
  if (object.type === "Event") return refuseEvent(object)
  if (object.type === "Article") {
    // the only clause of its converter names both
    return isString(object.actor) && isString(object.attributedTo) ? [] : ["crash: an Article without actor"]
  }
  return []
}

function refuseEvent(event: JsonObject): string[] {
  const reasons: string[] = []
  const length = [...String(event.name ?? "")].length
  if (!isString(event.id)) reasons.push("no id")
  if (!isString(event.attributedTo)) reasons.push("attributedTo is not one IRI")
  if (length < 3 || length > 200) reasons.push("name must have 3 to 200 characters")
  if (!isString(event.content)) reasons.push("crash: content is no text")
  if (!Array.isArray(event.to)) reasons.push("crash: to is not a list")
  else if (!event.to.includes(PUBLIC)) reasons.push("not public")
  const start = Date.parse(String(event.startTime))
  if (Number.isNaN(start)) reasons.push("startTime is no date")
  if (event.endTime !== undefined && !(Date.parse(String(event.endTime)) >= start)) {
    reasons.push("endTime is before startTime")
  }
  if ("status" in event && !STATUSES.includes(String(event.status))) reasons.push(`crash: status ${event.status}`)
  if ("joinMode" in event && !JOIN_MODES.includes(String(event.joinMode))) reasons.push(`joinMode ${event.joinMode}`)
  if (event.joinMode === "external" && !isString(event.externalParticipationUrl)) {
    reasons.push("joinMode external without externalParticipationUrl")
  }
  if ("category" in event && !/^[A-Z_]+$/.test(String(event.category))) reasons.push(`category ${event.category}`)
  if ("image" in event && !isObject(event.image)) reasons.push("crash: image is no object")
  if ("contacts" in event && !Array.isArray(event.contacts)) reasons.push("crash: contacts is not a list")
  return [...reasons, ...refuseLocation(event), ...refuseAttachments(event), ...refuseTags(event)]
}

function refuseLocation(event: JsonObject): string[] {
  if (!("location" in event)) return []
  const { location } = event
  if (!isObject(location)) return ["crash: location is no object"]
  const reasons: string[] = []
  if (!isString(location.name)) reasons.push("location without name")
  if ("address" in location && !isObject(location.address) && !isString(location.address)) {
    reasons.push("crash: address is neither an object nor text")
  }
  for (const axis of ["latitude", "longitude"]) {
    if (!(axis in location)) continue
    const value = location[axis]
    if (typeof value !== "number") reasons.push(`${axis} is no number`)
    else if (!JSON.stringify(value).includes(".")) reasons.push(`${axis} ${value} is an integer: dropped`)
  }
  return reasons
}

function refuseAttachments(event: JsonObject): string[] {
  if (!("attachment" in event)) return []
  if (!Array.isArray(event.attachment)) return ["crash: attachment is not a list"]
  return event.attachment.flatMap(attachment => {
    if (!isObject(attachment)) return ["crash: an attachment is no object"]
    if (attachment.type !== "Document" && attachment.type !== "Image") return []
    if (!isString(attachment.url)) return ["crash: the address of an image is no text"]
    return isString(attachment.name) ? [] : ["crash: an image without name"]
  })
}

function refuseTags(event: JsonObject): string[] {
  if (!("tag" in event)) return []
  if (!Array.isArray(event.tag)) return ["tag is not a list"]
  return event.tag.flatMap(tag => (isObject(tag) && isString(tag.name) ? [] : ["crash: a tag without name"]))
}

/**
 * A strict stand-in for Mobilizon. It keeps the first form of every place id, so a second one under the same id is
 * refused; it answers 200 to everything, as the real one does.
 */
export function startMobilizonReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const places = new Map<string, string>()
  const samePlaces = (activity: JsonObject): string[] =>
    list(activity.object).flatMap(object => {
      const place = isObject(object) ? object.location : null
      if (!isObject(place) || !isString(place.id)) return []
      const form = JSON.stringify(place)
      const firstForm = places.get(place.id)
      if (firstForm === undefined) places.set(place.id, form)
      return firstForm === undefined || firstForm === form ? [] : [`place ${place.id} is known in another form`]
    })
  return startReceiver(
    {
      software: "mobilizon",
      version: "5.1.3",
      schemes: ["cavage"],
      actorType: "Application",
      refuse: json => [...refuseMobilizon(json), ...(isObject(json) ? samePlaces(json) : [])],
      statusOf: () => 200,
      badSignature: 200,
    },
    options,
  )
}
