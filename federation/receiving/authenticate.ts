import { sameServer } from "../../src/domain/hosts.ts"
import { isObject, type JsonObject } from "../../src/domain/json.ts"
import type { ActorLookup, Directory } from "../remote/directory.ts"
import { HostBusyError } from "../remote/host-limiter.ts"
import { deletesItself, isSameId } from "../remote/identity.ts"
import { isSignedBy, type SignedRequest } from "../signatures/http/verify.ts"
import { hasLinkedDataSignature, readSignedDocument } from "../signatures/linked-data.ts"
import { hasProof, isProvedBy } from "../signatures/proof/verify.ts"
import type { PublicKeyCache } from "../signatures/public-key-cache.ts"
import { type ActorDocument, findKey } from "../vocab/reading/actor.ts"
import { idOf, typeOf } from "../vocab/reading/ids.ts"
import type { Envelope } from "./envelope.ts"
import { RequestRefusal } from "./refusal.ts"

export interface Authenticators {
  directory: Directory
  publicKeys: PublicKeyCache
}

export interface AuthenticatedActivity {
  /** the activity in the form that was signed */
  activity: JsonObject
  /** its actor, when they signed the request; null when another server forwarded it */
  sender: ActorDocument | null
}

/**
 * Checks that the activity is by its actor. A key counts when the actor's own document, on the actor's own host, lists it; what a
 * separate key document says about its owner is not read. So at most one document is fetched, and it is stored.
 * @throws {RequestRefusal} 401; 429 when too many actors of that host are being asked for
 */
export async function authenticate(
  { directory, publicKeys }: Authenticators,
  { envelope, json, request, now }: { envelope: Envelope; json: JsonObject; request: SignedRequest; now: Date },
): Promise<AuthenticatedActivity> {
  const { actor: id } = envelope
  const { keyId } = request.signature
  const isFromOwnHost = sameServer(keyId, id)
  const canBeForwarded = isForwardable(json)
  if (!isFromOwnHost && !canBeForwarded) throw new RequestRefusal(401, `the key ${keyId} is not on the host of ${id}`)
  const check = async (actor: ActorDocument): Promise<AuthenticatedActivity | null> => {
    if (isFromOwnHost && (await isSignedBy(publicKeys, actor, request))) return { activity: json, sender: actor }
    const activity = canBeForwarded ? await readForwarded(publicKeys, actor, { json, envelope, now }) : null
    return activity && { activity, sender: null }
  }
  const lookup = await unlessBusy(directory.find(id))
  if (!lookup.actor) {
    if (lookup.gone && deletesItself(envelope)) return { activity: json, sender: null }
    throw new RequestRefusal(401, `the key cannot be had: ${lookup.reason}`)
  }
  const authenticated = await check(lookup.actor)
  if (authenticated) return authenticated
  // the stored document may be older than the key
  const newer = lookup.actor.fetchedAt < now ? await unlessBusy(directory.refresh(id)) : null
  const secondTry = newer?.actor ? await check(newer.actor) : null
  if (secondTry) return secondTry
  throw new RequestRefusal(401, reasonAgainst(newer?.actor ?? lookup.actor, keyId))
}

async function unlessBusy<T extends ActorLookup | null>(lookup: Promise<T>): Promise<T> {
  try {
    return await lookup
  } catch (error) {
    if (error instanceof HostBusyError) throw new RequestRefusal(429, error.message, 60)
    throw error
  }
}

/** An activity that another server forwarded must carry a valid proof or Linked Data signature of its actor. */
async function readForwarded(
  publicKeys: PublicKeyCache,
  actor: ActorDocument,
  { json, envelope, now }: { json: JsonObject; envelope: Envelope; now: Date },
): Promise<JsonObject | null> {
  if (isProvedBy(publicKeys, actor, json, now)) return json
  const signed = await readSignedDocument(publicKeys, actor, json)
  const isSame =
    signed !== null &&
    isSameId(String(idOf(signed)), envelope.id) &&
    isSameId(String(idOf(signed.actor)), envelope.actor) &&
    typeOf(signed) === envelope.type
  return isSame ? signed : null
}

/** Public activities. A request or its answer concerns two actors: a third that replays an old one is refused. */
const FORWARDABLE = new Set(["Create", "Update", "Delete", "Like", "EmojiReact", "Announce"])
const FORWARDABLE_UNDO = new Set(["Like", "EmojiReact", "Announce"])

function isForwardable(json: JsonObject): boolean {
  if (!hasProof(json) && !hasLinkedDataSignature(json)) return false
  if (json.type === "Undo") return isObject(json.object) && FORWARDABLE_UNDO.has(typeOf(json.object) ?? "")
  return FORWARDABLE.has(String(json.type))
}

const reasonAgainst = (actor: ActorDocument, keyId: string): string =>
  findKey(actor, keyId) ? `the signature is not by the key ${keyId}` : `${actor.id} does not list the key ${keyId}`
