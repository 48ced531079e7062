import { randomUUID } from "node:crypto"
import type { Actor } from "../../domain/calendar.ts"
import type { RemoteActor } from "../../domain/follower.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { readActor, readInstance } from "../../store/actors.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { deleteFollower, putFollower, readFollower } from "../../store/followers.ts"
import { answerFollowing, deleteFollowing, followingOf, putFollowing, readFollowing } from "../../store/following.ts"
import { putRemoteActor, readRemoteActor } from "../../store/remote-actors.ts"
import { revoke, revokedAt } from "../../store/revoked.ts"
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
export async function acceptFollow(trx: Trx, site: Site, { actor, remote, follow }: FollowRequest): Promise<boolean> {
  const now = site.now()
  const revoked = await revokedAt(trx, follow.id, remote.id)
  if (revoked && now.getTime() - revoked.getTime() < TAKEN_BACK_MS) return false
  const known = await readFollower(trx, actor.id, remote.id)
  const twice = known?.followId === follow.id && now.getTime() - known.createdAt.getTime() < SAME_FOLLOW_MS
  if (twice) return false
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

/**
 * They follow no more, or block us.
 * @param follow the Follow that is taken back, when it is named: if it has not arrived yet, it comes too late
 * @returns whether they did follow
 */
export async function endFollow(
  trx: Trx,
  who: { actorId: string; remoteId: string },
  follow: { id: string; object: string } | null,
  now: Date,
): Promise<boolean> {
  if (await deleteFollower(trx, who.actorId, who.remoteId)) return true
  // Gancio makes the id of a Follow from whom it follows: it stands for every Follow of theirs, also for the next
  if (follow && !follow.id.includes(follow.object)) await revoke(trx, follow.id, who.remoteId, now)
  return false
}

/** Their answer to our Follow. @returns whether we had asked */
export const answerToFollow = (
  trx: Trx,
  who: { actorId: string; remoteId: string },
  answer: "accepted" | "rejected",
): Promise<boolean> => answerFollowing(trx, who, answer)

/**
 * Follows someone elsewhere as the instance: their events come here. Asking again sends a new Follow while the first was not
 * accepted (PeerTube tries its Accept once).
 * @returns false when we follow them already
 */
export const followRemote = (db: Db, site: Site, remote: RemoteActor): Promise<boolean> =>
  transact(db, async trx => {
    const actor = await readInstance(trx)
    const known = await readFollowing(trx, actor.id, remote.id)
    if (known?.state === "accepted") return false
    await putRemoteActor(trx, remote)
    const followId = await send(trx, site, {
      type: "Follow",
      actor,
      object: remote.id,
      objectPath: null,
      thread: remote.id,
      audience: { inboxes: [remote.inbox], to: [remote.id] },
      listed: false,
    })
    await putFollowing(trx, {
      actorId: actor.id,
      remoteId: remote.id,
      followId,
      state: "pending",
      createdAt: site.now(),
    })
    return true
  })

/** Takes our Follow back. @returns false when there was none */
export const unfollow = (db: Db, site: Site, remoteId: string): Promise<boolean> =>
  transact(db, async trx => {
    const actor = await readInstance(trx)
    const known = await readFollowing(trx, actor.id, remoteId)
    const remote = await readRemoteActor(trx, remoteId)
    if (!known || !remote) return false
    await deleteFollowing(trx, actor.id, remoteId)
    await sendUndo(trx, site, { actor, remote, followId: known.followId })
    return true
  })

/** Tells someone that one of ours does not follow them. */
async function sendUndo(
  trx: Trx,
  site: Site,
  { actor, remote, followId }: { actor: Actor; remote: RemoteActor; followId: string },
): Promise<void> {
  const follow = {
    id: absolute(site.origin, paths.activity(followId)),
    type: "Follow",
    actor: absolute(site.origin, paths.actor(actor.handle)),
    object: remote.id,
  }
  await send(trx, site, {
    type: "Undo",
    actor,
    object: follow,
    objectPath: null,
    thread: remote.id,
    audience: { inboxes: [remote.inbox], to: [remote.id] },
    listed: false,
  })
}

/**
 * Brings what we believe in line with whom they count among their followers (FEP-8fcf): who is not counted was let go, who waits and is
 * counted was accepted, and who is counted and follows no more says so again.
 * @param counted handles of ours, all that they count
 * @returns whether anything changed
 */
export async function settleFollowing(
  trx: Trx,
  site: Site,
  { remote, counted }: { remote: RemoteActor; counted: string[] },
): Promise<boolean> {
  let changed = false
  const known = await followingOf(trx, remote.id)
  for (const { actorId, handle, state } of known) {
    const who = { actorId, remoteId: remote.id }
    if (state === "accepted" && !counted.includes(handle)) changed = await answerFollowing(trx, who, "rejected")
    if (state === "pending" && counted.includes(handle)) changed = await answerFollowing(trx, who, "accepted")
  }
  for (const handle of new Set(counted)) {
    const actor = await readActor(trx, handle)
    const row = known.find(following => following.handle === handle)
    if (!actor || (row && row.state !== "rejected")) continue
    await sendUndo(trx, site, { actor, remote, followId: row?.followId ?? randomUUID() })
    changed = true
  }
  return changed
}
