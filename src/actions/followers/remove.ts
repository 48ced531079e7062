import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Trx } from "../../store/db.ts"
import { deleteFollower } from "../../store/followers.ts"
import { revoke } from "../../store/revoked.ts"
import { audit } from "../audit.ts"
import type { Site } from "../site.ts"

/**
 * They follow no more, or block us.
 * @param follow the Follow that is taken back, when it is named: if it has not arrived yet, it comes too late
 * @returns whether they did follow
 */
export async function endFollow(
  trx: Trx,
  site: Site,
  by: By,
  who: { actorId: string; remoteId: string },
  follow: { id: string; object: string } | null,
  now: Date,
): Promise<boolean> {
  authorize(by, "follower:remove", { remoteId: who.remoteId })
  if (await deleteFollower(trx, who.actorId, who.remoteId)) {
    await audit(trx, site, by, "follower:remove", { kind: "actor", id: who.actorId })
    return true
  }
  // Gancio makes the id of a Follow from whom it follows: it stands for every Follow of theirs, also for the next
  if (follow && !follow.id.includes(follow.object)) await revoke(trx, follow.id, who.remoteId, now)
  return false
}
