import { hostOf, sameServer } from "../../src/domain/hosts.ts"
import { isObject, type JsonObject } from "../../src/domain/json.ts"
import type { Db } from "../../src/store/db.ts"
import { deleteKv, readKv, writeKv } from "../../src/store/kv.ts"
import { problemOfText } from "../receiving/parse.ts"
import { type ActorDocument, namedKeys, readActorDocument, readKey } from "../vocab/reading/actor.ts"
import { Hopeless, isGone, isHopeless, reasonOf } from "./failure.ts"
import { Turns } from "./turns.ts"

/** Loads a document from another server, bounded and guarded; Fedify's shape. */
export type LoadDocument = (
  url: string,
  options?: { signal?: AbortSignal | null },
) => Promise<{ document: unknown; documentUrl: string }>

/** An actor as their own server tells of them, or why not. */
export type Found =
  | { actor: ActorDocument; reason?: undefined }
  | { actor: null; reason: string; gone: boolean; temporary: boolean }

/** Who is who elsewhere: asked of their own server, kept for a day. */
export interface Directory {
  find(id: string): Promise<Found>
  /** Asks again, because a key may have changed. Null when that was done too often: a key that flips is not asked for for ever. */
  refresh(id: string): Promise<Found | null>
  /** Forgets what is kept: their own server says that it has changed. */
  forget(id: string): Promise<void>
}

const HOUR_MS = 3_600_000
const KEEP_MS = 24 * HOUR_MS
const KEEP_GONE_MS = HOUR_MS
const KEEP_FAILURE_MS = 5 * 60_000
const REFRESHES_PER_HOUR = 4
/** Whoever comes again within the minute is not read from the database again: a large server's busy people. */
const NEAR_MS = 60_000
const MOST_NEAR = 1_000
const TURNS = { perHost: 16, inAll: 500, patience: 10_000 }

interface Kept {
  found: Found
  /** when it was asked for again, ISO */
  refreshes: string[]
}

export function createDirectory({ db, load, now }: { db: Db; load: LoadDocument; now(): Date }): Directory {
  const asking = new Map<string, Promise<Found>>()
  const turns = new Turns(TURNS)
  const near = new Map<string, { found: Found; until: number }>()
  const key = (id: string) => `remote-actor ${id}`

  const read = async (id: string): Promise<Kept | null> => {
    const kept = await readKv<Kept>(db, key(id), now())
    if (kept?.found.actor) kept.found.actor.fetchedAt = new Date(kept.found.actor.fetchedAt)
    return kept
  }

  const nearby = (id: string): Found | null => {
    const known = near.get(id)
    return known && known.until > now().getTime() ? known.found : null
  }

  const keepNear = (id: string, found: Found): Found => {
    near.delete(id)
    if (found.actor) near.set(id, { found, until: now().getTime() + NEAR_MS })
    if (near.size > MOST_NEAR) near.delete(near.keys().next().value!)
    return found
  }

  const ask = (id: string, refreshes: string[]): Promise<Found> => {
    const already = asking.get(id)
    if (already) return already
    const asked = turns.run(hostOf(id) ?? "", async () => {
      const found = await fetchActor(load, id, now())
      const keepMs = found.actor ? KEEP_MS : found.gone ? KEEP_GONE_MS : KEEP_FAILURE_MS
      await writeKv(db, key(id), { found, refreshes } satisfies Kept, new Date(now().getTime() + keepMs))
      return keepNear(id, found)
    })
    asking.set(id, asked)
    const done = () => asking.delete(id)
    asked.then(done, done)
    return asked
  }

  return {
    async find(id) {
      const known = nearby(id)
      if (known) return known
      const kept = await read(id)
      if (kept) return keepNear(id, kept.found)
      // somebody else's question may have been answered while this looked
      return nearby(id) ?? ask(id, [])
    },

    async refresh(id) {
      const since = now().getTime() - HOUR_MS
      const refreshes = ((await read(id))?.refreshes ?? []).filter(at => Date.parse(at) > since)
      if (refreshes.length >= REFRESHES_PER_HOUR) return null
      return ask(id, [...refreshes, now().toISOString()])
    },

    forget(id) {
      near.delete(id)
      return deleteKv(db, key(id))
    },
  }
}

const failed = (reason: string, { gone = false, temporary = false } = {}): Found => ({
  actor: null,
  reason,
  gone,
  temporary,
})

/** One request; a second one when the actor only names its key. */
async function fetchActor(load: LoadDocument, id: string, now: Date): Promise<Found> {
  try {
    const json = await loadObject(load, id)
    const actor = readActorDocument(json, now)
    if (typeof actor === "string") return failed(`the document at ${id} ${actor}`)
    if (!isSameId(actor.id, id)) return failed(`the document at ${id} says that it is ${actor.id}`)
    if (actor.keys.length === 0) {
      const named = namedKeys(json)[0]
      const listed = named && sameServer(named, id) ? readKey(await loadObject(load, named), id) : null
      if (listed && listed.id === named) actor.keys = [listed]
    }
    return { actor: { ...actor, id } }
  } catch (error) {
    return failed(reasonOf(error), { gone: isGone(error), temporary: !isHopeless(error) })
  }
}

/** An object as its own host serves it, even after redirects. @throws {Hopeless} and whatever the loader throws */
export async function loadObject(load: LoadDocument, id: string): Promise<JsonObject> {
  const { document, documentUrl } = await load(id)
  if (!isObject(document)) throw new Hopeless(`${id}: is not an object`)
  const reason = problemOfText(textOf(document))
  if (reason) throw new Hopeless(`${id}: ${reason}`)
  if (!sameServer(documentUrl || id, id)) throw new Hopeless(`${id}: is answered by another host`)
  return document
}

function textOf(document: JsonObject): string {
  try {
    return JSON.stringify(document)
  } catch {
    // nested so deeply that the stack is full
    throw new Hopeless("is nested too deeply")
  }
}

/** Addresses may be written in more than one way. */
export const isSameId = (a: string, b: string): boolean => a === b || URL.parse(a)?.href === URL.parse(b)?.href
