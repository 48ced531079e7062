import { hostOf, sameServer } from "../../src/domain/hosts.ts"
import { isObject, type JsonObject } from "../../src/domain/json.ts"
import { idOf, iri } from "../vocab/reading/ids.ts"
import { listOf } from "../vocab/reading/lists.ts"
import { RequestRefusal } from "./refusal.ts"

/** The properties that every activity must have. */
export interface Envelope {
  id: string
  type: string
  actor: string
  /** host of the actor, and therefore of the id, in its normalised form */
  host: string
  /** an IRI, an embedded object, or (Flag) a list of these */
  object: unknown
}

/** Activities without an object (Activity Vocabulary §2). They are accepted and ignored. */
const INTRANSITIVE = new Set(["Arrive", "Travel", "Question", "IntransitiveActivity"])

/**
 * Reads id, type, actor and object. An activity without `@context` is read as AS2: PeerTube was seen to send none.
 * @throws {RequestRefusal} 400
 */
export function readEnvelope(json: JsonObject): Envelope {
  const { id, type, object } = json
  if (typeof type !== "string" || !/^[A-Za-z][A-Za-z0-9:#/._-]{0,199}$/.test(type)) {
    throw new RequestRefusal(400, "type must be one string")
  }
  const activityId = Array.isArray(id) ? null : idOf(id)
  if (!activityId) throw new RequestRefusal(400, "id must be an http(s) address")
  const actor = Array.isArray(json.actor) ? null : idOf(json.actor)
  if (!actor) throw new RequestRefusal(400, "actor must be one http(s) address, or an object with such an id")
  if (!sameServer(activityId, actor)) throw new RequestRefusal(400, "id must be on the host of the actor")
  if (object === undefined ? !INTRANSITIVE.has(type) : !isNamedOrEmbedded(object)) {
    throw new RequestRefusal(400, "object must be an http(s) address or an object")
  }
  return { id: activityId, type, actor, host: hostOf(actor)!, object }
}

const isNamedOrEmbedded = (value: unknown): boolean => {
  const items = listOf(value)
  return items.length > 0 && items.every(item => isObject(item) || iri(item) !== null)
}
