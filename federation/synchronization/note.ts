import { sameServer } from "../../src/domain/hosts.ts"
import { absolute, paths } from "../../src/domain/paths.ts"
import type { Db } from "../../src/store/db.ts"
import { followingOf } from "../../src/store/following.ts"
import { insertInboxActivity } from "../../src/store/inbox.ts"
import { SYNCHRONIZE } from "../inbox/synchronize.ts"
import type { ActorDocument } from "../vocab/reading/actor.ts"
import { digestOf, parseSynchronization } from "./header.ts"

const HOUR_MS = 3_600_000

/**
 * Someone says who of us follows them, in short. When we believe otherwise, their list is asked for later, once an hour at most;
 * nothing that is wrong with it costs them their activity.
 * @param sender who signed the header themselves
 * @returns whether there is something to ask for
 */
export async function noteSynchronization(
  { db, origin, now }: { db: Db; origin: string; now(): Date },
  sender: ActorDocument,
  header: string,
): Promise<boolean> {
  const said = parseSynchronization(header)
  // somebody else's list is none of their business (FEP-8fcf, receiving end)
  if (!said || said.collectionId !== sender.followers || !sameServer(said.url, sender.id)) return false
  const following = (await followingOf(db, sender.id)).filter(({ state }) => state === "accepted")
  const ours = following.map(({ handle }) => absolute(origin, paths.actor(handle)))
  if (digestOf(ours) === said.digest) return false
  const receivedAt = now()
  return insertInboxActivity(db, {
    activityId: said.url,
    digest: `${said.digest} ${Math.floor(receivedAt.getTime() / HOUR_MS)}`,
    actor: sender.id,
    type: SYNCHRONIZE,
    recipient: null,
    body: JSON.stringify({ url: said.url }),
    receivedAt,
  })
}
