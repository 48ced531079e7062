import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Trx } from "../../store/db.ts"
import { deleteFollowsOf } from "../../store/followers.ts"
import { deleteFollowingsOf } from "../../store/following.ts"
import { markPartnerEventsDeleted } from "../../store/partner-events.ts"
import { deleteReactionsOf } from "../../store/reactions.ts"
import { deleteRemoteActor } from "../../store/remote-actors.ts"
import { deleteRepliesOf } from "../../store/replies.ts"
import { audit } from "../audit.ts"
import type { Site } from "../site.ts"

/** Someone elsewhere is gone, and with them what they said and did here. */
export async function forgetActor(trx: Trx, site: Pick<Site, "now">, by: By, id: string, now: Date): Promise<void> {
  authorize(by, "remote-actor:forget", { remoteId: id })
  await audit(trx, site, by, "remote-actor:forget", { kind: "remote-actor", id })
  await deleteFollowsOf(trx, id)
  await deleteFollowingsOf(trx, id)
  await deleteReactionsOf(trx, id)
  await deleteRepliesOf(trx, id)
  await markPartnerEventsDeleted(trx, id, now)
  await deleteRemoteActor(trx, id)
}
