import type { JsonObject } from "../../../src/domain/json.ts"
import { idOf, isActivity, isObject, isString } from "./reading.ts"
import { type Receiver, type ReceiverOptions, startReceiver } from "./receiver.ts"

/** The words with which a reason begins tell how the real one answers. */
const HANG = "hang: "
const ERROR = "500: "
const BAD = "400: "
const UNKNOWN_ADDRESS = "404: "

/** What Gancio 1.21 answers badly to, of an activity or an Event; empty when it takes all of it. */
export function refuseGancio(json: unknown): string[] {
  if (!isObject(json)) return [`${UNKNOWN_ADDRESS}not a JSON object`]
  if (!isActivity(json)) return json.type === "Event" ? refuseNew(json) : [`${UNKNOWN_ADDRESS}${json.type} is unknown`]
  const { object, type } = json
  if (!object) return [`${UNKNOWN_ADDRESS}no object`]
  const kind = isObject(object) ? String(object.type) : null
  switch (type) {
    case "Follow":
    case "Accept":
      return []
    case "Undo":
      return kind && ["Follow", "Like", "Announce"].includes(kind) ? [] : [`${HANG}undoes ${kind}`]
    case "Create":
      if (kind === "Event") return refuseNew(object as JsonObject)
      return [kind === "Note" ? `${HANG}a Note` : `${UNKNOWN_ADDRESS}creates ${kind}`]
    case "Update":
      return kind === "Event" ? refuseEdited(object as JsonObject) : [`${HANG}updates ${kind}`]
    case "Delete":
      if (!isObject(object)) return [`${ERROR}deletes a bare IRI`]
      return kind === "Event" || object.formerType === "Event" ? [] : [`${HANG}deletes ${object.formerType ?? kind}`]
    default:
      return [`${UNKNOWN_ADDRESS}${type} is unknown`]
  }
}

/** An Event that it does not know yet; anything thrown is a 400. */
function refuseNew(event: JsonObject): string[] {
  const reasons = ["id", "name", "startTime"].filter(name => !isString(event[name])).map(name => `${BAD}no ${name}`)
  if (isObject(event.location))
    reasons.push(...refusePlace(event.location, textOfNew(event.location)).map(r => BAD + r))
  else if (event.location !== undefined) reasons.push(`${BAD}location is no object`)
  if (event.attachment !== undefined) {
    if (!Array.isArray(event.attachment)) reasons.push(`${BAD}attachment is not a list`)
    else if (event.attachment.some(entry => !isObject(entry) || !isString(entry.mediaType))) {
      reasons.push(`${BAD}an attachment without mediaType`)
    }
  }
  return [...reasons, ...refuseTags(event).map(reason => BAD + reason)]
}

/** An edit; what is thrown is caught by nobody and the request hangs. */
function refuseEdited(event: JsonObject): string[] {
  const reasons: string[] = []
  if (!isString(event.name) || !isString(event.content)) reasons.push("no name or content")
  if (!isObject(event.location)) reasons.push("no location")
  else reasons.push(...refusePlace(event.location, textOfEdited(event.location)))
  if (!Array.isArray(event.attachment)) reasons.push("attachment is not a list")
  else if (event.attachment.length > 0) {
    const [first] = event.attachment
    if (!isObject(first) || !isString(first.url)) reasons.push("the first attachment is no image")
  }
  return [...reasons, ...refuseTags(event)].map(reason => HANG + reason)
}

/** Without an address a new place takes its own name for one. */
function textOfNew(place: JsonObject): unknown {
  const { address, name } = place
  if (!address) return name
  if (!isObject(address)) return address
  const { addressCountry, addressLocality, addressRegion, streetAddress } = address
  return [streetAddress, addressLocality, addressRegion, addressCountry].filter(Boolean).join(", ")
}

function textOfEdited({ address }: JsonObject): unknown {
  if (!isObject(address)) return address ?? ""
  return address.streetAddress ?? address.addressLocality ?? address.addressCountry ?? address
}

function refusePlace(place: JsonObject, address: unknown): string[] {
  if (!isString(place.name) || place.name.trim() === "") return ["a place without name"]
  if (typeof address !== "string") return ["the address of a place is no text"]
  return address.trim() === "" && place.name.toLowerCase() !== "online" ? ["a place without address"] : []
}

/** It cuts the first character; with PostgreSQL an empty list is a syntax error. */
function refuseTags({ tag }: JsonObject): string[] {
  if (tag === undefined) return []
  if (!Array.isArray(tag)) return ["tag is not a list"]
  if (tag.length === 0) return ["no tag in the list of tags"]
  return tag.flatMap(entry =>
    isObject(entry) && isString(entry.name) && entry.name.startsWith("#") ? [] : ["a tag would lose its first letter"],
  )
}

/**
 * A strict stand-in for Gancio: it answers with the statuses of the real one, and not at all where that hangs. An event
 * stays with the actor that sent it first.
 * @param follows the only actors it takes events from; all when left out
 */
export function startGancioReceiver(options: ReceiverOptions & { follows?: Set<string> } = {}): Promise<Receiver> {
  const owners = new Map<string, string>()
  const owned = (activity: JsonObject): string[] => {
    const { actor, object, type } = activity
    const id = idOf(object)
    if (!isString(actor) || !id || !["Create", "Update", "Delete"].includes(String(type))) return []
    if (options.follows && !options.follows.has(actor)) return [`${UNKNOWN_ADDRESS}${actor} is not followed`]
    const owner = owners.get(id)
    if (type === "Create") {
      if (owner === undefined) owners.set(id, actor)
      return []
    }
    if (owner === undefined) return [`${UNKNOWN_ADDRESS}${id} is unknown`]
    if (owner !== actor) return [`${HANG}${id} belongs to ${owner}, not to ${actor}`]
    if (type === "Delete") owners.delete(id)
    return []
  }
  return startReceiver(
    {
      software: "gancio",
      version: "1.21.0",
      schemes: ["cavage"],
      actorType: "Application",
      refuse: json => {
        const reasons = refuseGancio(json)
        return reasons.length > 0 || !isObject(json) ? reasons : owned(json)
      },
      statusOf: (activity, [reason]) => {
        if (reason === undefined) return activity.type === "Accept" || activity.type === "Follow" ? 202 : 201
        return reason.startsWith(HANG) ? "hang" : Number(reason.slice(0, 3))
      },
      badSignature: 401,
      // what has no draft-cavage signature is never answered
      hangsOn: "rfc9421",
    },
    options,
  )
}
