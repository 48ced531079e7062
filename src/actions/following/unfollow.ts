import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Actor } from "../../domain/calendar.ts"
import type { RemoteActor } from "../../domain/follower.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { readInstance } from "../../store/actors.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { deleteFollowing, readFollowing } from "../../store/following.ts"
import { readRemoteActor } from "../../store/remote-actors.ts"
import { audit } from "../audit.ts"
import { send } from "../outbox/send.ts"
import type { Site } from "../site.ts"

/** Takes our Follow back. @returns false when there was none @throws {DomainError} `forbidden` */
export const unfollow = (db: Db, site: Site, by: By, remoteId: string): Promise<boolean> =>
  transact(db, async trx => {
    authorize(by, "partner:unfollow")
    const ended = await undoFollow(trx, site, remoteId)
    if (ended) await audit(trx, site, by, "partner:unfollow", { kind: "partner", id: remoteId })
    return ended
  })

export async function undoFollow(trx: Trx, site: Site, remoteId: string): Promise<boolean> {
  const actor = await readInstance(trx)
  const following = await readFollowing(trx, actor.id, remoteId)
  const remote = await readRemoteActor(trx, remoteId)
  if (!following || !remote) return false
  await deleteFollowing(trx, actor.id, remoteId)
  await sendUndo(trx, site, { actor, remote, followId: following.followId })
  return true
}

/** Tells someone that one of ours does not follow them. */
export async function sendUndo(
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
