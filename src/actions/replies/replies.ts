import type { Trx } from "../../store/db.ts"
import { deleteReply, putReply, type ReplyToStore } from "../../store/replies.ts"
import { revoke, revokedAt } from "../../store/revoked.ts"

/** Keeps what someone answers to one of ours, or its newer form; `content` is sanitised. A deleted one never comes back. */
export async function keepReply(trx: Trx, reply: ReplyToStore): Promise<boolean> {
  if (await revokedAt(trx, reply.id, reply.actor)) return false
  return putReply(trx, reply)
}

/** Removes a reply; when it was not here, it is not let in later. @returns whether it was here */
export async function removeReply(trx: Trx, id: string, actor: string, at: Date): Promise<boolean> {
  await revoke(trx, id, actor, at)
  return deleteReply(trx, id, actor)
}
