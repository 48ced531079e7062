import type { Context, Hono } from "hono"
import { hostOf } from "../../src/domain/hosts.ts"
import { absolute, paths } from "../../src/domain/paths.ts"
import { ACTIVITY_JSON } from "../../src/http/negotiation.ts"
import { databaseUnavailable, publicProblem } from "../../src/http/public.ts"
import { anyBlocked } from "../../src/store/blocked-hosts.ts"
import { actorId } from "../../src/store/collections.ts"
import type { Db } from "../../src/store/db.ts"
import { followersOn } from "../../src/store/followers.ts"
import { isOutage } from "../../src/store/outage.ts"
import type { Directory } from "../remote/directory.ts"
import { HostBusyError } from "../remote/host-limiter.ts"
import type { HttpSignature } from "../signatures/http/message.ts"
import { readSignature } from "../signatures/http/read.ts"
import { isSignedBy } from "../signatures/http/verify.ts"
import type { PublicKeyCache } from "../signatures/public-key-cache.ts"
import { SignatureError } from "../signatures/signature-error.ts"
import { collection } from "./collection.ts"

export interface SynchronizationOptions {
  db: Db
  /** ORIGIN */
  origin: string
  now(): Date
  directory: Directory
  publicKeys: PublicKeyCache
}

/** FEP-8fcf: a server that signs its request reads which of its own actors follow one of ours, and no others. */
export function synchronizationRoutes(app: Hono, options: SynchronizationOptions): void {
  app.get(paths.followersSynchronization.route, c => answer(c, options))
}

async function answer(c: Context, options: SynchronizationOptions): Promise<Response> {
  const { db, origin } = options
  const handle = c.req.param("handle") ?? ""
  try {
    const signature = readSignature(c.req.raw.headers, options.now(), "GET")
    const keyHost = hostOf(signature.keyId)
    if (!keyHost) return publicProblem(401, "keyId must be an http(s) address")
    if (await anyBlocked(db, [keyHost])) return publicProblem(403, "this host is blocked here")
    const host = await hostOfSigner(c.req.raw, signature, options)
    const id = await actorId(db, handle)
    if (id === null) return publicProblem(404, `nobody is called ${handle.slice(0, 60)} here`)
    const followers = await followersOn(db, id, host)
    if (followers === null)
      return publicProblem(404, `more people of yours follow ${handle} than fit a list: there is none`)
    const body = collection({
      id: absolute(origin, paths.followersSynchronization(handle)),
      type: "OrderedCollection",
      totalItems: followers.length,
      members: followers.map(follower => JSON.stringify(follower)),
    })
    return new Response(body, { headers: { "Content-Type": ACTIVITY_JSON, "Cache-Control": "private, no-store" } })
  } catch (error) {
    if (isOutage(error)) return databaseUnavailable("ask again")
    if (error instanceof HostBusyError) return publicProblem(429, error.message, { "Retry-After": "60" })
    if (error instanceof SignatureError) return publicProblem(401, error.message)
    throw error
  }
}

/**
 * The host of the actor that signed the request, with a key that its own document lists.
 * @throws {SignatureError} when the key cannot be read or the signature is not by it
 */
async function hostOfSigner(
  raw: Request,
  signature: HttpSignature,
  { origin, now, directory, publicKeys }: SynchronizationOptions,
): Promise<string> {
  const { pathname, search } = new URL(raw.url)
  const url = new URL(absolute(origin, pathname + search))
  const { keyId } = signature
  // the key's id names its actor: `…#main-key`, or `…/main-key` in GoToSocial
  const id = keyId.replace(/#.*$|\/main-key$/, "")
  const request = { url, headers: raw.headers, body: null, signature }
  const lookup = await directory.find(id)
  if (!lookup.actor) throw new SignatureError(`the key cannot be had: ${lookup.reason}`)
  if (await isSignedBy(publicKeys, lookup.actor, request)) return lookup.actor.host
  const newer = lookup.actor.fetchedAt < now() ? await directory.refresh(id) : null
  if (newer?.actor && (await isSignedBy(publicKeys, newer.actor, request))) return newer.actor.host
  throw new SignatureError(`the signature is not by the key ${keyId}`)
}
