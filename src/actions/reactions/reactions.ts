import type { Trx } from "../../store/db.ts"
import { wasReceived } from "../../store/inbox.ts"
import { deleteReaction, insertReaction, type Reaction } from "../../store/reactions.ts"
import { revoke, revokedAt } from "../../store/revoked.ts"

/**
 * Someone likes or shares one of ours. One that was taken back before it arrived does not count, unless it was made later:
 * snac2 gives every Like of an object the same id.
 * @param at when its author says it was made
 * @returns whether the count grew
 */
export async function react(trx: Trx, reaction: Reaction, at: Date | null): Promise<boolean> {
  const revoked = await revokedAt(trx, reaction.activityId, reaction.actor)
  if (revoked && !(at && at > revoked)) return false
  return insertReaction(trx, reaction)
}

/**
 * Takes a like or a share back, whatever order things arrive in.
 * @param at when its author took it back
 * @returns whether there was one
 */
export async function takeBack(trx: Trx, reaction: Reaction, at: Date): Promise<boolean> {
  const { activityId, actor } = reaction
  const seen = await wasReceived(trx, activityId, actor)
  const found = await deleteReaction(trx, reaction, seen)
  if (!found && activityId) await revoke(trx, activityId, actor, at)
  return found
}
