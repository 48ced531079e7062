import type { Trx } from "../../store/db.ts"
import { deleteFollowsOf } from "../../store/followers.ts"
import { deleteFollowingsOf } from "../../store/following.ts"
import { markPartnerEventsDeleted } from "../../store/partner-events.ts"
import { deleteReactionsOf } from "../../store/reactions.ts"
import { deleteRemoteActor } from "../../store/remote-actors.ts"
import { deleteRepliesOf } from "../../store/replies.ts"

/** Someone elsewhere is gone, and with them what they said and did here. */
export async function forgetActor(trx: Trx, id: string, now: Date): Promise<void> {
  await deleteFollowsOf(trx, id)
  await deleteFollowingsOf(trx, id)
  await deleteReactionsOf(trx, id)
  await deleteRepliesOf(trx, id)
  await markPartnerEventsDeleted(trx, id, now)
  await deleteRemoteActor(trx, id)
}
