import { sameServer } from "../../src/domain/hosts.ts"
import { absolute, paths } from "../../src/domain/paths.ts"
import type { Db } from "../../src/store/db.ts"
import { followingOf } from "../../src/store/following.ts"
import { insertInboxActivity } from "../../src/store/inbox.ts"
import type { ActorDocument } from "../vocab/reading/actor.ts"
import { digestOf, parseSynchronization } from "./header.ts"

/**
 * Type of the entry in the inbox queue that synchronises a collection of followers. It is handled in the order of its sender's
 * activities. Nobody can send it: a received type has no space in it.
 */
export const SYNCHRONIZE = "followers synchronization"

const HOUR_MS = 3_600_000

/**
 * Compares the digest that another server reports of our actors that follow one of its own. When it differs from ours, their list is
 * queued to be fetched, at most once an hour for the same digest. A malformed header has no effect on the activity that it came with.
 * @param sender the actor that signed the request itself
 * @param header value of Collection-Synchronization
 * @returns whether something was queued
 */
export async function noteSynchronization(
  { db, origin, now }: { db: Db; origin: string; now(): Date },
  sender: ActorDocument,
  header: string,
): Promise<boolean> {
  const reported = parseSynchronization(header)
  // FEP-8fcf: a header about another actor's collection must be ignored
  if (!reported || reported.collectionId !== sender.followers || !sameServer(reported.url, sender.id)) return false
  const following = (await followingOf(db, sender.id)).filter(({ state }) => state === "accepted")
  const ours = following.map(({ handle }) => absolute(origin, paths.actor(handle)))
  if (digestOf(ours) === reported.digest) return false
  const receivedAt = now()
  return insertInboxActivity(db, {
    activityId: reported.url,
    digest: `${reported.digest} ${Math.floor(receivedAt.getTime() / HOUR_MS)}`,
    actor: sender.id,
    type: SYNCHRONIZE,
    recipient: null,
    body: JSON.stringify({ url: reported.url }),
    receivedAt,
  })
}
