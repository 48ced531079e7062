import { LRUCache } from "lru-cache"
import { hostOf, sameServer } from "../../src/domain/hosts.ts"
import type { DocumentLoader } from "../../src/outgoing/index.ts"
import type { Db } from "../../src/store/db.ts"
import { deleteKv, readKv, writeKv } from "../../src/store/kv.ts"
import { type ActorDocument, namedKeys, readActor, readKey } from "../vocab/reading/actor.ts"
import { isGone, isPermanent, reasonOf } from "./failure.ts"
import { HostLimiter } from "./host-limiter.ts"
import { isSameId } from "./identity.ts"
import { loadObject } from "./load-object.ts"

/** An actor as its own server describes it, or why that could not be read. */
export type ActorLookup =
  | { actor: ActorDocument; reason?: undefined }
  /** `gone`: the server answers that it does not exist; `temporary`: a later attempt may succeed */
  | { actor: null; reason: string; gone: boolean; temporary: boolean }

/**
 * The remote actors, as their own servers describe them. There is one directory per process. What it reads is stored in the
 * database for a day (`kv`, key `actor-lookup ID`), which all processes share, and held in memory for a minute.
 *
 * `forget` removes the stored entry and the copy in this process. Another process may hold its own copy until its minute is
 * over; then it finds the entry gone and asks the actor's server again.
 */
export interface Directory {
  /** @throws {HostBusyError} when too many actors of that host are being asked for */
  find(id: string): Promise<ActorLookup>
  /**
   * Asks the actor's server again, because a key may have changed.
   * @returns null when that was done too often in the last hour
   * @throws {HostBusyError} when too many actors of that host are being asked for
   */
  refresh(id: string): Promise<ActorLookup | null>
  /** Drops what is stored and cached, because the actor has changed or is gone. */
  forget(id: string): Promise<void>
}

const HOUR_MS = 3_600_000
const STORED_MS = 24 * HOUR_MS
const GONE_STORED_MS = HOUR_MS
const FAILURE_STORED_MS = 5 * 60_000
const REFRESHES_PER_HOUR = 4
/** Busy actors of a large server send several activities a minute: they are read from the database once. */
const CACHED_MS = 60_000
const CACHED_ACTORS = 1_000
const LIMITS = { perHost: 16, total: 500, patience: 10_000 }

interface StoredActor {
  lookup: ActorLookup
  /** when it was asked for again, ISO */
  refreshes: string[]
}

export function createDirectory({ db, load, now }: { db: Db; load: DocumentLoader; now(): Date }): Directory {
  const time = () => now().getTime()
  const requests = new Map<string, Promise<ActorLookup>>()
  const limiter = new HostLimiter(LIMITS)
  const cache = new LRUCache<string, ActorLookup>({
    max: CACHED_ACTORS,
    ttl: CACHED_MS,
    ttlResolution: 0,
    perf: { now: time },
  })
  /** how often something was forgotten */
  let forgets = 0
  const keyOf = (id: string) => `actor-lookup ${id}`

  const readStored = async (id: string): Promise<StoredActor | null> => {
    const stored = await readKv<StoredActor>(db, keyOf(id), now())
    if (stored?.lookup.actor) stored.lookup.actor.fetchedAt = new Date(stored.lookup.actor.fetchedAt)
    return stored
  }

  const remember = (id: string, lookup: ActorLookup): ActorLookup => {
    if (lookup.actor) cache.set(id, lookup)
    else cache.delete(id)
    return lookup
  }

  const ask = (id: string, refreshes: string[]): Promise<ActorLookup> => {
    const underWay = requests.get(id)
    if (underWay) return underWay
    const request = limiter.run(hostOf(id) ?? "", async () => {
      const lookup = await fetchActor(load, id, now())
      // forgotten meanwhile: this answer may be older than that
      if (requests.get(id) !== request) return lookup
      const storedMs = lookup.actor ? STORED_MS : lookup.gone ? GONE_STORED_MS : FAILURE_STORED_MS
      await writeKv(db, keyOf(id), { lookup, refreshes } satisfies StoredActor, new Date(time() + storedMs))
      if (requests.get(id) === request) return remember(id, lookup)
      await deleteKv(db, keyOf(id))
      return lookup
    })
    requests.set(id, request)
    const done = () => {
      if (requests.get(id) === request) requests.delete(id)
    }
    request.then(done, done)
    return request
  }

  return {
    async find(id) {
      const cached = cache.get(id)
      if (cached) return cached
      const before = forgets
      const stored = await readStored(id)
      // what was read may have been forgotten meanwhile
      if (stored) return before === forgets ? remember(id, stored.lookup) : stored.lookup
      // another call may have got the answer while this one read the database
      return cache.get(id) ?? ask(id, [])
    },

    async refresh(id) {
      const since = time() - HOUR_MS
      const refreshes = ((await readStored(id))?.refreshes ?? []).filter(at => Date.parse(at) > since)
      if (refreshes.length >= REFRESHES_PER_HOUR) return null
      return ask(id, [...refreshes, now().toISOString()])
    },

    async forget(id) {
      await deleteKv(db, keyOf(id))
      forgets++
      requests.delete(id)
      cache.delete(id)
    },
  }
}

const failed = (reason: string, { gone = false, temporary = false } = {}): ActorLookup => ({
  actor: null,
  reason,
  gone,
  temporary,
})

/** One request; a second one when the actor only names its key. */
async function fetchActor(load: DocumentLoader, id: string, now: Date): Promise<ActorLookup> {
  try {
    const json = await loadObject(load, id)
    const actor = readActor(json, now)
    if (typeof actor === "string") return failed(`the document at ${id} ${actor}`)
    if (!isSameId(actor.id, id)) return failed(`the document at ${id} says that it is ${actor.id}`)
    if (actor.keys.length === 0) {
      const named = namedKeys(json)[0]
      const listed = named && sameServer(named, id) ? readKey(await loadObject(load, named), id) : null
      if (listed && listed.id === named) actor.keys = [listed]
    }
    return { actor: { ...actor, id } }
  } catch (error) {
    return failed(reasonOf(error), { gone: isGone(error), temporary: !isPermanent(error) })
  }
}
