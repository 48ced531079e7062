import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Trx } from "../../store/db.ts"
import { deleteReply, putReply, type ReplyToStore } from "../../store/replies.ts"
import { revoke, revokedAt } from "../../store/revoked.ts"
import { audit } from "../audit.ts"
import type { Site } from "../site.ts"

/** Stores a reply to an object of ours, or its newer form; `content` is sanitised. A deleted one never comes back. */
export async function storeReply(trx: Trx, site: Pick<Site, "now">, by: By, reply: ReplyToStore): Promise<boolean> {
  authorize(by, "reply:store", { remoteId: reply.actor })
  if (await revokedAt(trx, reply.id, reply.actor)) return false
  const stored = await putReply(trx, reply)
  if (stored) await audit(trx, site, by, "reply:store", { kind: "reply", id: reply.id })
  return stored
}

/** Removes a reply; one that is not stored is refused if it arrives later. @returns whether it was stored */
export async function removeReply(
  trx: Trx,
  site: Pick<Site, "now">,
  by: By,
  { id, sender, at }: { id: string; sender: string; at: Date },
): Promise<boolean> {
  authorize(by, "reply:remove", { remoteId: sender })
  await revoke(trx, id, sender, at)
  const removed = await deleteReply(trx, id, sender)
  if (removed) await audit(trx, site, by, "reply:remove", { kind: "reply", id })
  return removed
}
