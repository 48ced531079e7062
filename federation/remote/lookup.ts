import { DomainError } from "../../src/domain/errors.ts"
import type { RemoteActor } from "../../src/domain/follower.ts"
import { sameServer } from "../../src/domain/hosts.ts"
import { isObject } from "../../src/domain/json.ts"
import { ACTIVITY_JSON } from "../../src/http/negotiation.ts"
import type { Outgoing } from "../../src/outgoing/index.ts"
import { readActor, remoteActorOf } from "../vocab/reading/actor.ts"
import { listOf } from "../vocab/reading/lists.ts"
import { loadObject } from "./load-object.ts"

/** The guarded HTTP client; the loader is the signed one. */
export type LookupClient = Pick<Outgoing, "guardedFetch" | "documentLoader">

const ADDRESS = /^@?(?<user>[^@\s/]{1,64})@(?<host>[^@\s/?#]{1,253})$/
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/**
 * The actor of an address to follow (`@agenda@partner.example`, RFC 7033) or of an id.
 * @throws {DomainError} `invalid` or `not-found`, with what the other server answered
 */
export async function lookupActor(outgoing: LookupClient, address: string, now: Date): Promise<RemoteActor> {
  const id = /^https?:\/\//.test(address) ? address : await idOf(outgoing, address)
  // the actor's own host must serve it, as for an actor that sends to an inbox
  const document = await loadObject(outgoing.documentLoader, id).catch(error => {
    throw new DomainError("actor-unreadable", { id, cause: error.message })
  })
  const actor = readActor(document, now)
  if (typeof actor === "string") throw new DomainError("actor-unusable", { id, cause: actor })
  if (!sameServer(actor.id, id)) throw new DomainError("actor-id-differs", { id, actual: actor.id })
  return remoteActorOf(actor)
}

async function idOf({ guardedFetch }: LookupClient, address: string): Promise<string> {
  const { user, host } = ADDRESS.exec(address)?.groups ?? {}
  if (!user || !host) throw new DomainError("actor-address-malformed", { value: address })
  // a server on this machine is asked without TLS; the outgoing guard allows its address in tests and private networks only
  const scheme = LOOPBACK.test(host) ? "http" : "https"
  const url = `${scheme}://${host}/.well-known/webfinger?resource=${encodeURIComponent(`acct:${user}@${host}`)}`
  const { status, body } = await guardedFetch(url, { accept: "application/jrd+json", maxBytes: 65_536 }).catch(
    error => {
      throw new DomainError("host-unreachable", { host, cause: error.message })
    },
  )
  if (status !== 200) throw new DomainError("account-unknown", { host, address, status })
  const self = linksOf(body).find(
    link => link.rel === "self" && (link.type === ACTIVITY_JSON || String(link.type).startsWith("application/ld+json")),
  )
  if (typeof self?.href !== "string") throw new DomainError("account-without-actor", { address })
  return self.href
}

function linksOf(body: Buffer): Record<string, unknown>[] {
  try {
    const jrd: unknown = JSON.parse(body.toString())
    return isObject(jrd) ? listOf(jrd.links).filter(isObject) : []
  } catch {
    return []
  }
}
