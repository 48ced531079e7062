import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { RemoteActor } from "../../domain/follower.ts"
import { readActorById } from "../../store/actors.ts"
import type { Trx } from "../../store/db.ts"
import { audit } from "../audit.ts"
import { send } from "../outbox/send.ts"
import type { Site } from "../site.ts"

/** Someone wishes to take part in one of our events. */
export interface JoinRequest {
  /** whose event it is */
  actorId: string
  remote: RemoteActor
  join: { id: string; object: string }
}

/** We take no answers: participation is on the event's own page (`joinMode: external`). */
export async function ignoreJoin(
  trx: Trx,
  site: Site,
  by: By,
  { actorId, remote, join }: JoinRequest,
): Promise<boolean> {
  authorize(by, "join:ignore", { remoteId: remote.id })
  const actor = await readActorById(trx, actorId)
  if (!actor) return false
  await audit(trx, site, by, "join:ignore", { kind: "object", id: join.object })
  await send(trx, site, {
    type: "Ignore",
    actor,
    object: { id: join.id, type: "Join", actor: remote.id, object: join.object },
    objectPath: null,
    audience: { inboxes: [remote.inbox], to: [remote.id] },
    listed: false,
  })
  return true
}
