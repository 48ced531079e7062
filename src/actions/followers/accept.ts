import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Actor } from "../../domain/calendar.ts"
import type { RemoteActor } from "../../domain/follower.ts"
import type { Trx } from "../../store/db.ts"
import { putFollower, readFollower } from "../../store/followers.ts"
import { putRemoteActor } from "../../store/remote-actors.ts"
import { revokedAt } from "../../store/revoked.ts"
import { audit } from "../audit.ts"
import { send } from "../outbox/send.ts"
import type { Site } from "../site.ts"

/** Someone's wish to follow one of ours. */
export interface FollowRequest {
  actor: Actor
  remote: RemoteActor
  /** as it came: the answer embeds it */
  follow: { id: string; object: unknown }
}

/** The same Follow within this time is one that was delivered twice; later they ask again because our answer was lost on them. */
const SAME_FOLLOW_MS = 10 * 60_000
/** How long an Undo that came first is remembered: who follows again under an old id is not kept out for ever. */
const TAKEN_BACK_MS = 24 * 3_600_000

/**
 * Takes a follower and answers with an Accept that embeds the Follow, to the personal inbox (Mastodon and Misskey take it from
 * the shared one too, PeerTube does not).
 * @returns false when there was nothing to do: taken back before it arrived, or delivered twice
 */
export async function acceptFollow(
  trx: Trx,
  site: Site,
  by: By,
  { actor, remote, follow }: FollowRequest,
): Promise<boolean> {
  authorize(by, "follower:accept", { remoteId: remote.id })
  const now = site.now()
  const revoked = await revokedAt(trx, follow.id, remote.id)
  if (revoked && now.getTime() - revoked.getTime() < TAKEN_BACK_MS) return false
  const follower = await readFollower(trx, actor.id, remote.id)
  const twice = follower?.followId === follow.id && now.getTime() - follower.createdAt.getTime() < SAME_FOLLOW_MS
  if (twice) return false
  await audit(trx, site, by, "follower:accept", { kind: "actor", id: actor.id })
  await putRemoteActor(trx, remote)
  await putFollower(trx, { actorId: actor.id, remoteId: remote.id, followId: follow.id, createdAt: now })
  await send(trx, site, {
    type: "Accept",
    actor,
    object: { id: follow.id, type: "Follow", actor: remote.id, object: follow.object },
    objectPath: null,
    audience: { inboxes: [remote.inbox], to: [remote.id] },
    listed: false,
  })
  return true
}
