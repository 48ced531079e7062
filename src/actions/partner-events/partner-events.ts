import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import { sameServer } from "../../domain/hosts.ts"
import type { Trx } from "../../store/db.ts"
import { partnerAmong } from "../../store/following.ts"
import {
  markPartnerEventDeleted,
  type PartnerEventOrigin,
  type PartnerEventToStore,
  partnerEventOfActivity,
  putPartnerEvent,
  readPartnerEventOrigin,
} from "../../store/partner-events.ts"
import { revoke, revokedAt } from "../../store/revoked.ts"
import { audit } from "../audit.ts"
import type { Site } from "../site.ts"

/** An event that another server sent or that was fetched from there. */
export interface ReceivedEvent extends Omit<PartnerEventToStore, "remoteId"> {
  /** which actors may be the partner that it comes from, the likeliest first: the sender, then those it is attributed to */
  partners: string[]
  /** the actor whose activity brought it */
  sender: string
  /** read from its own address: then it speaks for itself, whoever brought it */
  fetched: boolean
}

/**
 * Stores an event of a partner that we follow, or its newer form.
 * @returns false when we follow none of its actors, it was deleted, or its sender may not change it
 */
export async function storePartnerEvent(
  trx: Trx,
  site: Pick<Site, "now">,
  by: By,
  { partners, sender, fetched, ...event }: ReceivedEvent,
): Promise<boolean> {
  authorize(by, "partner-event:store", { remoteId: sender })
  const existing = await readPartnerEventOrigin(trx, event.id)
  if (existing && !fetched && !mayChange(existing, sender)) return false
  // another partner that announces it later does not become its source
  const remoteId = existing ? existing.remoteId : await partnerAmong(trx, partners)
  if (!remoteId) return false
  if (!existing && !fetched) {
    for (const id of [event.id, event.activityId]) if (id && (await revokedAt(trx, id, sender))) return false
  }
  const activityId = event.activityId ?? existing?.activityId ?? null
  const stored = await putPartnerEvent(trx, { ...event, remoteId, activityId })
  if (stored) await audit(trx, site, by, "partner-event:store", { kind: "partner-event", id: event.id })
  return stored
}

/**
 * @param id of the event, or of the activity that brought it (Hubzilla)
 * @returns false when nothing of that id is stored: then it is refused if it arrives later
 */
export async function removePartnerEvent(
  trx: Trx,
  site: Pick<Site, "now">,
  by: By,
  { id, sender, at }: { id: string; sender: string; at: Date },
): Promise<boolean> {
  authorize(by, "partner-event:remove", { remoteId: sender })
  const existing = await readPartnerEventOrigin(trx, (await partnerEventOfActivity(trx, id, sender)) ?? id)
  if (!existing) {
    await revoke(trx, id, sender, at)
    return false
  }
  const removed = mayChange(existing, sender) && (await markPartnerEventDeleted(trx, existing.id, at))
  if (removed) await audit(trx, site, by, "partner-event:remove", { kind: "partner-event", id: existing.id })
  return removed
}

/** The partner that it came from, or an author that the event itself names; on the event's own server in either case. */
const mayChange = ({ id, remoteId, authors }: PartnerEventOrigin, sender: string): boolean =>
  sameServer(id, sender) && (sender === remoteId || authors.includes(sender))
