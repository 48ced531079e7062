import { randomUUID } from "node:crypto"
import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { RemoteActor } from "../../domain/follower.ts"
import { readActor } from "../../store/actors.ts"
import type { Trx } from "../../store/db.ts"
import { answerFollowing, followingOf } from "../../store/following.ts"
import { audit } from "../audit.ts"
import type { Site } from "../site.ts"
import { sendUndo } from "./unfollow.ts"

/** Their answer to our Follow. @returns whether we had asked */
export async function answerToFollow(
  trx: Trx,
  site: Site,
  by: By,
  who: { actorId: string; remoteId: string },
  answer: "accepted" | "rejected",
): Promise<boolean> {
  authorize(by, "partner:answer", { remoteId: who.remoteId })
  const changed = await answerFollowing(trx, who, answer)
  if (changed) await audit(trx, site, by, "partner:answer", { kind: "partner", id: who.remoteId, details: { answer } })
  return changed
}

/**
 * Brings what we believe in line with whom they count among their followers (FEP-8fcf): who is not counted was let go, who waits and is
 * counted was accepted, and who is counted and follows no more says so again.
 * @param counted handles of ours, all that they count
 * @returns whether anything changed
 */
export async function settleFollowing(
  trx: Trx,
  site: Site,
  by: By,
  { remote, counted }: { remote: RemoteActor; counted: string[] },
): Promise<boolean> {
  authorize(by, "partner:answer", { remoteId: remote.id })
  let changed = false
  const followings = await followingOf(trx, remote.id)
  for (const { actorId, handle, state } of followings) {
    const who = { actorId, remoteId: remote.id }
    if (state === "accepted" && !counted.includes(handle)) changed = await answerFollowing(trx, who, "rejected")
    if (state === "pending" && counted.includes(handle)) changed = await answerFollowing(trx, who, "accepted")
  }
  for (const handle of new Set(counted)) {
    const actor = await readActor(trx, handle)
    const row = followings.find(following => following.handle === handle)
    if (!actor || (row && row.state !== "rejected")) continue
    await sendUndo(trx, site, { actor, remote, followId: row?.followId ?? randomUUID() })
    changed = true
  }
  if (changed) await audit(trx, site, by, "partner:answer", { kind: "partner", id: remote.id, details: { counted } })
  return changed
}
