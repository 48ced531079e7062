import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { RemoteActor } from "../../domain/follower.ts"
import { readInstance } from "../../store/actors.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { putFollowing, readFollowing } from "../../store/following.ts"
import { putRemoteActor } from "../../store/remote-actors.ts"
import { audit } from "../audit.ts"
import { send } from "../outbox/send.ts"
import type { Site } from "../site.ts"

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

export async function sendFollow(trx: Trx, site: Site, remote: RemoteActor): Promise<boolean> {
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
