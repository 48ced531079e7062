import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Trx } from "../../store/db.ts"
import { wasReceived } from "../../store/inbox.ts"
import { deleteReaction, insertReaction, type Reaction } from "../../store/reactions.ts"
import { revoke, revokedAt } from "../../store/revoked.ts"
import { audit, type Subject } from "../audit.ts"
import type { Site } from "../site.ts"

/**
 * Someone likes or shares one of ours. One that was taken back before it arrived does not count, unless it was made later:
 * snac2 gives every Like of an object the same id.
 * @param at when its author says it was made
 * @returns whether the count grew
 */
export async function react(
  trx: Trx,
  site: Pick<Site, "now">,
  by: By,
  reaction: Reaction,
  at: Date | null,
): Promise<boolean> {
  authorize(by, "reaction:add", { remoteId: reaction.actor })
  const revoked = await revokedAt(trx, reaction.activityId, reaction.actor)
  if (revoked && !(at && at > revoked)) return false
  const added = await insertReaction(trx, reaction)
  if (added) await audit(trx, site, by, "reaction:add", subjectOf(reaction))
  return added
}

/**
 * Takes a like or a share back, whatever order things arrive in.
 * @param at when its author took it back
 * @returns whether there was one
 */
export async function takeBack(
  trx: Trx,
  site: Pick<Site, "now">,
  by: By,
  reaction: Reaction,
  at: Date,
): Promise<boolean> {
  authorize(by, "reaction:remove", { remoteId: reaction.actor })
  const { activityId, actor } = reaction
  const seen = await wasReceived(trx, activityId, actor)
  const removed = await deleteReaction(trx, reaction, seen)
  if (removed) await audit(trx, site, by, "reaction:remove", subjectOf(reaction))
  else if (activityId) await revoke(trx, activityId, actor, at)
  return removed
}

const subjectOf = ({ kind, objectPath }: Reaction): Subject => ({ kind: "object", id: objectPath, details: { kind } })
