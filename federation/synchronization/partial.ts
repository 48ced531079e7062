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
import { isOwnKey } from "../receiving/authenticate.ts"
import { Refusal } from "../receiving/refusal.ts"
import { createDirectory, type Directory, type LoadDocument } from "../remote/directory.ts"
import { Busy } from "../remote/turns.ts"
import { collection } from "../serving/collection.ts"
import { readSignature } from "../signatures/signature.ts"

export interface PartialDeps {
  db: Db
  /** ORIGIN */
  origin: string
  now(): Date
  load: LoadDocument
}

/** Who follows from a server is told to that server and to nobody else (FEP-8fcf). */
export function synchronizationRoutes(app: Hono, deps: PartialDeps): void {
  const directory = createDirectory(deps)
  app.get(paths.followersSynchronization(":handle"), c => answer(c, deps, directory))
}

async function answer(c: Context, { db, origin, now }: PartialDeps, directory: Directory): Promise<Response> {
  const handle = c.req.param("handle") ?? ""
  try {
    const host = await askerOf(c.req.raw, { db, origin, now: now(), directory })
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
    if (error instanceof Busy) return publicProblem(429, error.message, { "Retry-After": "60" })
    if (error instanceof Refusal) return publicProblem(error.status, error.message)
    throw error
  }
}

/** The host of whoever signed, with a key that an actor there lists. @throws {Refusal} 401, 403 */
async function askerOf(
  raw: Request,
  { db, origin, now, directory }: { db: Db; origin: string; now: Date; directory: Directory },
): Promise<string> {
  const signature = readSignature(raw.headers, now, "GET")
  const { pathname, search } = new URL(raw.url)
  const url = new URL(absolute(origin, pathname + search))
  const { keyId } = signature
  const host = hostOf(keyId)
  if (!host) throw new Refusal(401, "keyId must be an http(s) address")
  if (await anyBlocked(db, [host])) throw new Refusal(403, "this host is blocked here")
  // the actor is named by its key: `…#main-key` everywhere but in GoToSocial
  const id = keyId.replace(/#.*$|\/main-key$/, "")
  const request = { url, headers: raw.headers, body: null, signature }
  const found = await directory.find(id)
  if (!found.actor) throw new Refusal(401, `the key cannot be had: ${found.reason}`)
  if (await isOwnKey(found.actor, request)) return found.actor.host
  const again = found.actor.fetchedAt < now ? await directory.refresh(id) : null
  if (again?.actor && (await isOwnKey(again.actor, request))) return again.actor.host
  throw new Refusal(401, `the signature is not by the key ${keyId}`)
}
