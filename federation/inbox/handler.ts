import type { Site } from "../../src/actions/site.ts"
import type { By } from "../../src/domain/by.ts"
import type { RemoteActor } from "../../src/domain/follower.ts"
import { hostOf } from "../../src/domain/hosts.ts"
import type { JsonObject } from "../../src/domain/json.ts"
import { localPath } from "../../src/domain/paths.ts"
import type { DocumentLoader } from "../../src/outgoing/index.ts"
import { anyBlocked } from "../../src/store/blocked-hosts.ts"
import type { Db, Trx } from "../../src/store/db.ts"
import type { ActorLookup, Directory } from "../remote/directory.ts"
import { PermanentError } from "../remote/failure.ts"
import { loadObject } from "../remote/load-object.ts"
import { type ActorDocument, remoteActorOf } from "../vocab/reading/actor.ts"

/** An authenticated activity. */
export interface IncomingActivity {
  id: string
  type: string
  /** IRI of its actor */
  actor: string
  /** the same, as actions are given it */
  by: By
  activity: JsonObject
  /** handle of our actor whose inbox it was sent to; null for the shared inbox */
  recipient: string | null
  receivedAt: Date
}

/** What handlers work with. */
export interface HandlerContext {
  db: Db
  site: Site
  directory: Directory
  load: DocumentLoader
  /** reads what software a host runs, which decides what it is sent; never throws */
  learnHost(host: string): Promise<void>
}

export type HandlerOutcome = "done" | "ignored"

/** The effect of an activity: everything in one transaction, including the activities sent in answer. */
export type Effect = (trx: Trx) => Promise<HandlerOutcome>

/**
 * Fetches what it needs from other servers, and returns the transaction to run: no transaction is open during a request.
 * @throws {PermanentError} when the activity can never be handled; any other error is tried again later
 */
export type ActivityHandler = (incoming: IncomingActivity, context: HandlerContext) => Effect | Promise<Effect>

export const ignore: Effect = async () => "ignored"

export const outcome = (changed: boolean): HandlerOutcome => (changed ? "done" : "ignored")

/** The path of an address of this site, without its fragment and query; null for any other address. */
export function ownPath({ site }: HandlerContext, iri: string | null): string | null {
  return iri === null ? null : localPath(site.origin, iri.replace(/[?#].*$/, ""))
}

/**
 * The actor as its own server describes it.
 * @throws {PermanentError} when it cannot be read; another Error when a later attempt may succeed
 */
export async function author({ directory }: HandlerContext, id: string): Promise<RemoteActor> {
  return remoteActorOf(actorOf(await directory.find(id)))
}

/** @throws {PermanentError} when it cannot be read; another Error when a later attempt may succeed */
export function actorOf(lookup: ActorLookup): ActorDocument {
  if (lookup.actor) return lookup.actor
  throw lookup.temporary ? new Error(lookup.reason) : new PermanentError(lookup.reason)
}

/** An object from its own host. @throws {PermanentError} when that host is blocked, and what `loadObject` throws */
export async function fetchObject({ db, load }: HandlerContext, id: string): Promise<JsonObject> {
  const host = hostOf(id)
  if (!host || (await anyBlocked(db, [host]))) throw new PermanentError(`${id}: its host is blocked here`)
  return loadObject(load, id)
}
