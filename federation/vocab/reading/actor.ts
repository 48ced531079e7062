import type { RemoteActor } from "../../../src/domain/follower.ts"
import { hostOf, sameServer } from "../../../src/domain/hosts.ts"
import { isObject, type JsonObject } from "../../../src/domain/json.ts"
import { idOf, idsOf, iri, typeOf } from "./ids.ts"
import { lineOf } from "./line.ts"
import { listOf } from "./lists.ts"
import { pageOf } from "./page.ts"

/** A public key as its actor lists it, not decoded yet. */
export interface ListedKey {
  id: string
  /** SPKI or PKCS#1 */
  pem: string | null
  /** FEP-521a */
  multibase: string | null
}

/** An actor of another server, as read from its document. */
export interface ActorDocument extends RemoteActor {
  keys: ListedKey[]
  alsoKnownAs: string[]
  /** the collection of its followers, on its own host */
  followers: string | null
}

const ACTOR_TYPES = new Set(["Person", "Group", "Organization", "Service", "Application"])
/** Bounds the work for a document that lists many keys. */
const MAX_KEYS = 10
const MAX_PEM = 8192

/**
 * Reads an actor. Its inbox must be on its own host: otherwise anybody could have our posts delivered to another server.
 * @returns the reason in words when it cannot be used
 */
export function readActor(json: unknown, fetchedAt: Date): ActorDocument | string {
  if (!isObject(json)) return "is not an object"
  const id = iri(json.id)
  const type = typeOf(json)
  if (!id || !type || !ACTOR_TYPES.has(type)) return "is not an actor"
  const inbox = idOf(json.inbox)
  if (!inbox || !sameServer(inbox, id)) return "has no inbox on its own host"
  const endpoints = isObject(json.endpoints) ? json.endpoints : {}
  const sharedInbox = iri(endpoints.sharedInbox) ?? iri(json.sharedInbox)
  const url = pageOf(json.url)
  const followers = idOf(json.followers)
  return {
    id,
    host: hostOf(id)!,
    type,
    handle: lineOf(json.preferredUsername, 100),
    name: lineOf(json.name, 200),
    url: url && sameServer(url, id) ? url : null,
    inbox,
    sharedInbox: sharedInbox && sameServer(sharedInbox, id) ? sharedInbox : null,
    fetchedAt,
    keys: keysOf(json, id),
    alsoKnownAs: idsOf(json.alsoKnownAs).slice(0, 20),
    followers: followers && sameServer(followers, id) ? followers : null,
  }
}

/** The keys that are embedded in the document and name no other owner. */
function keysOf(json: JsonObject, actor: string): ListedKey[] {
  return [...listOf(json.publicKey), ...listOf(json.assertionMethod)]
    .slice(0, MAX_KEYS)
    .flatMap(key => readKey(key, actor) ?? [])
}

/** @returns null when it is not a key of that actor */
export function readKey(key: unknown, actor: string): ListedKey | null {
  if (!isObject(key)) return null
  const id = iri(key.id)
  const owner = key.owner ?? key.controller
  const text = (value: unknown) => (typeof value === "string" && value.length <= MAX_PEM ? value : null)
  const pem = text(key.publicKeyPem)
  const multibase = text(key.publicKeyMultibase)
  if (!id || !sameServer(id, actor) || (!pem && !multibase)) return null
  return owner === undefined || idOf(owner) === actor ? { id, pem, multibase } : null
}

/** The ids of keys that the document only refers to. */
export const namedKeys = (json: JsonObject): string[] =>
  [...listOf(json.publicKey), ...listOf(json.assertionMethod)]
    .slice(0, MAX_KEYS)
    .flatMap(key => (typeof key === "string" ? (iri(key) ?? []) : []))

/**
 * The key that a signature names. PeerTube and Hubzilla name the actor instead, which has one key.
 * @returns null when the actor does not list it
 */
export function findKey({ keys, id }: ActorDocument, keyId: string): ListedKey | null {
  const named = keys.find(key => key.id === keyId)
  if (named) return named
  const signing = keys.filter(key => key.pem)
  return keyId === id && signing.length === 1 ? signing[0]! : null
}

/** The part of it that is stored. */
export const remoteActorOf = ({ keys: _, alsoKnownAs: __, followers: ___, ...actor }: ActorDocument): RemoteActor =>
  actor
