import { randomUUID } from "node:crypto"
import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Actor } from "../../domain/calendar.ts"
import type { RemoteActor } from "../../domain/follower.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { readActor, readInstance } from "../../store/actors.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { answerFollowing, deleteFollowing, followingOf, putFollowing, readFollowing } from "../../store/following.ts"
import { putRemoteActor, readRemoteActor } from "../../store/remote-actors.ts"
import { audit } from "../audit.ts"
import { send } from "../outbox/send.ts"
import type { Site } from "../site.ts"

/** Their answer to our Follow. @returns whether we had asked */
export async function answerToFollow(
  trx: Trx,
  site: Site,
  by: By,
  who: { actorId: string; remoteId: string },
  answer: "accepted" | "rejected",
): Promise<boolean> {
  authorize(by, "partner:answer", { remoteId: who.remoteId })
  const changed = await answerFollowing(trx, who, answer)
  if (changed) await audit(trx, site, by, "partner:answer", { kind: "partner", id: who.remoteId, details: { answer } })
  return changed
}

/**
 * Follows someone elsewhere as the instance: their events come here. Asking again sends a new Follow while the first was not
 * accepted (PeerTube tries its Accept once).
 * @returns false when we follow them already
 * @throws {DomainError} `forbidden`
 */
export const followRemote = (db: Db, site: Site, by: By, remote: RemoteActor): Promise<boolean> =>
  transact(db, async trx => {
    authorize(by, "partner:follow")
    const asked = await sendFollow(trx, site, remote)
    if (asked) await audit(trx, site, by, "partner:follow", { kind: "partner", id: remote.id })
    return asked
  })

/** Takes our Follow back. @returns false when there was none @throws {DomainError} `forbidden` */
export const unfollow = (db: Db, site: Site, by: By, remoteId: string): Promise<boolean> =>
  transact(db, async trx => {
    authorize(by, "partner:unfollow")
    const ended = await undoFollow(trx, site, remoteId)
    if (ended) await audit(trx, site, by, "partner:unfollow", { kind: "partner", id: remoteId })
    return ended
  })

/** A partner has moved: the new account is followed instead. @throws {DomainError} `forbidden` when somebody else says so */
export async function movePartner(trx: Trx, site: Site, by: By, from: string, to: RemoteActor): Promise<void> {
  authorize(by, "partner:move", { remoteId: from })
  await sendFollow(trx, site, to)
  await undoFollow(trx, site, from)
  await audit(trx, site, by, "partner:move", { kind: "partner", id: from, details: { to: to.id } })
}

async function sendFollow(trx: Trx, site: Site, remote: RemoteActor): Promise<boolean> {
  const actor = await readInstance(trx)
  const following = await readFollowing(trx, actor.id, remote.id)
  if (following?.state === "accepted") return false
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
  const row = { actorId: actor.id, remoteId: remote.id, followId, createdAt: site.now() }
  await putFollowing(trx, { ...row, state: "pending" })
  return true
}

async function undoFollow(trx: Trx, site: Site, remoteId: string): Promise<boolean> {
  const actor = await readInstance(trx)
  const following = await readFollowing(trx, actor.id, remoteId)
  const remote = await readRemoteActor(trx, remoteId)
  if (!following || !remote) return false
  await deleteFollowing(trx, actor.id, remoteId)
  await sendUndo(trx, site, { actor, remote, followId: following.followId })
  return true
}

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
  by: By,
  { remote, counted }: { remote: RemoteActor; counted: string[] },
): Promise<boolean> {
  authorize(by, "partner:answer", { remoteId: remote.id })
  let changed = false
  const followings = await followingOf(trx, remote.id)
  for (const { actorId, handle, state } of followings) {
    const who = { actorId, remoteId: remote.id }
    if (state === "accepted" && !counted.includes(handle)) changed = await answerFollowing(trx, who, "rejected")
    if (state === "pending" && counted.includes(handle)) changed = await answerFollowing(trx, who, "accepted")
  }
  for (const handle of new Set(counted)) {
    const actor = await readActor(trx, handle)
    const row = followings.find(following => following.handle === handle)
    if (!actor || (row && row.state !== "rejected")) continue
    await sendUndo(trx, site, { actor, remote, followId: row?.followId ?? randomUUID() })
    changed = true
  }
  if (changed) await audit(trx, site, by, "partner:answer", { kind: "partner", id: remote.id, details: { counted } })
  return changed
}
