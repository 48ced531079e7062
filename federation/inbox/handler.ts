import type { Site } from "../../src/actions/site.ts"
import type { RemoteActor } from "../../src/domain/follower.ts"
import { hostOf } from "../../src/domain/hosts.ts"
import type { JsonObject } from "../../src/domain/json.ts"
import { localPath } from "../../src/domain/paths.ts"
import { anyBlocked } from "../../src/store/blocked-hosts.ts"
import type { Db, Trx } from "../../src/store/db.ts"
import { type Directory, type LoadDocument, loadObject } from "../remote/directory.ts"
import { Hopeless } from "../remote/failure.ts"
import { remoteActorOf } from "../vocab/reading/actor.ts"

/** An activity whose author is known. */
export interface Incoming {
  id: string
  type: string
  /** IRI of who says it */
  actor: string
  activity: JsonObject
  /** handle of the one of ours whose inbox it came to, or null */
  recipient: string | null
  receivedAt: Date
}

export interface Inbox {
  db: Db
  site: Site
  directory: Directory
  load: LoadDocument
  /** learns what software a host runs; what it may not be sent is decided by that */
  learnHost(host: string): Promise<void>
}

export type Outcome = "done" | "ignored"

/** What an activity does here, all or nothing. */
export type Effect = (trx: Trx) => Promise<Outcome>

/** Fetches what is needed first; then transacts, and what is to be answered is written with it. */
export type Handler = (incoming: Incoming, inbox: Inbox) => Effect | Promise<Effect>

export const ignore: Effect = async () => "ignored"

export const outcome = (changed: boolean): Outcome => (changed ? "done" : "ignored")

/** The path of one of our addresses, without a fragment or a query; null when it is not ours. */
export function ownPath({ site }: Inbox, iri: string | null): string | null {
  return iri === null ? null : localPath(site.origin, iri.replace(/[?#].*$/, ""))
}

/** Who says it, as their server tells of them. @throws {Hopeless}; an Error when it may be known later */
export async function author({ directory }: Inbox, id: string): Promise<RemoteActor> {
  const found = await directory.find(id)
  if (found.actor) return remoteActorOf(found.actor)
  throw found.temporary ? new Error(found.reason) : new Hopeless(found.reason)
}

/** An object from its own address, unless its host is blocked. @throws {Hopeless} and what the loader throws */
export async function fetchObject({ db, load }: Inbox, id: string): Promise<JsonObject> {
  const host = hostOf(id)
  if (!host || (await anyBlocked(db, [host]))) throw new Hopeless(`${id}: its host is blocked here`)
  return loadObject(load, id)
}
