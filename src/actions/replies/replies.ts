import type { Trx } from "../../store/db.ts"
import { deleteReply, putReply, type ReplyToStore } from "../../store/replies.ts"
import { revoke, revokedAt } from "../../store/revoked.ts"

/** Stores a reply to an object of ours, or its newer form; `content` is sanitised. A deleted one never comes back. */
export async function storeReply(trx: Trx, reply: ReplyToStore): Promise<boolean> {
  if (await revokedAt(trx, reply.id, reply.actor)) return false
  return putReply(trx, reply)
}

/** Removes a reply; one that is not stored is refused if it arrives later. @returns whether it was stored */
export async function removeReply(trx: Trx, id: string, actor: string, at: Date): Promise<boolean> {
  await revoke(trx, id, actor, at)
  return deleteReply(trx, id, actor)
}
