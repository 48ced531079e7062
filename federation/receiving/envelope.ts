import { hostOf, sameServer } from "../../src/domain/hosts.ts"
import { isObject, type JsonObject } from "../../src/domain/json.ts"
import { idOf, iri } from "../vocab/reading/ids.ts"
import { listOf } from "../vocab/reading/lists.ts"
import { Refusal } from "./refusal.ts"

/** What every activity must say of itself. */
export interface Envelope {
  id: string
  type: string
  actor: string
  /** of the actor and therefore of the id, as hosts are compared */
  host: string
  /** a name, an embedded thing, or (Flag) a list of these */
  object: unknown
}

/** Activities that are about nothing (Activity Vocabulary §2). They mean nothing here either. */
const INTRANSITIVE = new Set(["Arrive", "Travel", "Question", "IntransitiveActivity"])

/**
 * Reads who says what. Without an `@context` an activity is read as AS2: PeerTube was seen to send none.
 * @throws {Refusal} 400
 */
export function readEnvelope(json: JsonObject): Envelope {
  const { id, type, object } = json
  if (typeof type !== "string" || !/^[A-Za-z][A-Za-z0-9:#/._-]{0,199}$/.test(type)) {
    throw new Refusal(400, "type must be one string")
  }
  const activityId = Array.isArray(id) ? null : idOf(id)
  if (!activityId) throw new Refusal(400, "id must be an http(s) address")
  const actor = Array.isArray(json.actor) ? null : idOf(json.actor)
  if (!actor) throw new Refusal(400, "actor must be one http(s) address, or an object with such an id")
  if (!sameServer(activityId, actor)) throw new Refusal(400, "id must be on the host of the actor")
  if (object === undefined ? !INTRANSITIVE.has(type) : !isNamedOrEmbedded(object)) {
    throw new Refusal(400, "object must be an http(s) address or an object")
  }
  return { id: activityId, type, actor, host: hostOf(actor)!, object }
}

const isNamedOrEmbedded = (value: unknown): boolean => {
  const items = listOf(value)
  return items.length > 0 && items.every(item => isObject(item) || iri(item) !== null)
}
