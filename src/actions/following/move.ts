import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { RemoteActor } from "../../domain/follower.ts"
import type { Trx } from "../../store/db.ts"
import { audit } from "../audit.ts"
import type { Site } from "../site.ts"
import { sendFollow } from "./follow.ts"
import { undoFollow } from "./unfollow.ts"

/** A partner has moved: the new account is followed instead. @throws {DomainError} `forbidden` when somebody else says so */
export async function movePartner(trx: Trx, site: Site, by: By, from: string, to: RemoteActor): Promise<void> {
  authorize(by, "partner:move", { remoteId: from })
  await sendFollow(trx, site, to)
  await undoFollow(trx, site, from)
  await audit(trx, site, by, "partner:move", { kind: "partner", id: from, details: { to: to.id } })
}
