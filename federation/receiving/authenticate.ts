import { sameServer } from "../../src/domain/hosts.ts"
import { isObject, type JsonObject } from "../../src/domain/json.ts"
import { type Directory, isSameId } from "../remote/directory.ts"
import { Busy } from "../remote/turns.ts"
import { isSignedWith, type SignedRequest } from "../signatures/http-signature.ts"
import { hasProof, isProved } from "../signatures/integrity-proof.ts"
import { hasLinkedDataSignature, readSigned } from "../signatures/linked-data.ts"
import { type ActorDocument, findKey } from "../vocab/reading/actor.ts"
import { idOf, typeOf } from "../vocab/reading/ids.ts"
import type { Envelope } from "./envelope.ts"
import { Refusal } from "./refusal.ts"

/**
 * Who really says it. A key counts when the actor's own document, on the actor's own host, lists it; what a key document says
 * of its owner is not asked for. So one document is fetched at most, and it is kept.
 * @returns the activity as it may be read, and its actor when they sent it themselves
 * @throws {Refusal} 401, 429
 */
export async function authenticate(
  directory: Directory,
  { envelope, json, request, now }: { envelope: Envelope; json: JsonObject; request: SignedRequest; now: Date },
): Promise<{ said: JsonObject; sender: ActorDocument | null }> {
  const { actor: id } = envelope
  const { keyId } = request.signature
  const own = sameServer(keyId, id)
  const passedOn = mayBePassedOn(json)
  if (!own && !passedOn) throw new Refusal(401, `the key ${keyId} is not on the host of ${id}`)
  const said = async (actor: ActorDocument): Promise<{ said: JsonObject; sender: ActorDocument | null } | null> => {
    if (own && (await isOwnKey(actor, request))) return { said: json, sender: actor }
    const passed = passedOn ? await readPassedOn(json, envelope, actor, now) : null
    return passed && { said: passed, sender: null }
  }
  const found = await asked(directory.find(id))
  if (!found.actor) {
    if (found.gone && saysItIsGone(envelope)) return { said: json, sender: null }
    throw new Refusal(401, `the key cannot be had: ${found.reason}`)
  }
  const first = await said(found.actor)
  if (first) return first
  // a key that was kept may have been replaced since
  const again = found.actor.fetchedAt < now ? await asked(directory.refresh(id)) : null
  const second = again?.actor ? await said(again.actor) : null
  if (second) return second
  throw new Refusal(401, whyNot(again?.actor ?? found.actor, keyId))
}

async function asked<T>(question: Promise<T>): Promise<T> {
  try {
    return await question
  } catch (error) {
    if (error instanceof Busy) throw new Refusal(429, error.message, 60)
    throw error
  }
}

export async function isOwnKey(actor: ActorDocument, request: SignedRequest): Promise<boolean> {
  const key = findKey(actor, request.signature.keyId)
  return key !== null && (await isSignedWith(request, key))
}

/** Another server passed it on: the actor's proof or Linked Data signature inside must hold. */
async function readPassedOn(
  json: JsonObject,
  envelope: Envelope,
  actor: ActorDocument,
  now: Date,
): Promise<JsonObject | null> {
  if (isProved(json, actor, now)) return json
  const signed = await readSigned(json, actor)
  const same =
    signed !== null &&
    isSameId(String(idOf(signed)), envelope.id) &&
    isSameId(String(idOf(signed.actor)), envelope.actor) &&
    typeOf(signed) === envelope.type
  return same ? signed : null
}

/** What is said to everybody. A request, or its answer, is between two: whoever brings an old one of someone else's is not heard. */
const PASSED_ON = new Set(["Create", "Update", "Delete", "Like", "EmojiReact", "Announce"])
const UNDONE = new Set(["Like", "EmojiReact", "Announce"])

function mayBePassedOn(json: JsonObject): boolean {
  if (!hasProof(json) && !hasLinkedDataSignature(json)) return false
  if (json.type === "Undo") return isObject(json.object) && UNDONE.has(typeOf(json.object) ?? "")
  return PASSED_ON.has(String(json.type))
}

/** The Delete of an actor whose own server answers that it is gone: their key is gone with them. */
export const saysItIsGone = ({ type, actor, object }: Pick<Envelope, "type" | "actor" | "object">): boolean => {
  const id = idOf(object)
  return type === "Delete" && id !== null && isSameId(id, actor)
}

const whyNot = (actor: ActorDocument, keyId: string): string =>
  findKey(actor, keyId) ? `the signature is not by the key ${keyId}` : `${actor.id} does not list the key ${keyId}`
