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

/** An event that another server sent or that was fetched from there. */
export interface ReceivedEvent extends Omit<PartnerEventToStore, "remoteId"> {
  /** which actors may be the partner that it comes from, the likeliest first: the sender, then those it is attributed to */
  partners: string[]
  /** the sender, or null when it was fetched from its own address, which needs no permission */
  by: string | null
}

/**
 * Stores an event of a partner that we follow, or its newer form.
 * @returns false when we follow none of its actors, it was deleted, or its sender may not change it
 */
export async function storePartnerEvent(trx: Trx, { partners, by, ...event }: ReceivedEvent): Promise<boolean> {
  const existing = await readPartnerEventOrigin(trx, event.id)
  if (existing) {
    if (by !== null && !mayChange(existing, by)) return false
    // another partner that announces it later does not become its source
    return putPartnerEvent(trx, {
      ...event,
      remoteId: existing.remoteId,
      activityId: event.activityId ?? existing.activityId,
    })
  }
  const remoteId = await partnerAmong(trx, partners)
  if (!remoteId) return false
  for (const id of [event.id, event.activityId]) {
    if (id && by && (await revokedAt(trx, id, by))) return false
  }
  return putPartnerEvent(trx, { ...event, remoteId })
}

/**
 * @param id of the event, or of the activity that brought it (Hubzilla)
 * @returns false when nothing of that id is stored: then it is refused if it arrives later
 */
export async function removePartnerEvent(trx: Trx, id: string, by: string, now: Date): Promise<boolean> {
  const existing = await readPartnerEventOrigin(trx, (await partnerEventOfActivity(trx, id, by)) ?? id)
  if (existing) return mayChange(existing, by) && (await markPartnerEventDeleted(trx, existing.id, now))
  await revoke(trx, id, by, now)
  return false
}

/** The partner that it came from, or an author that the event itself names; on the event's own server in either case. */
const mayChange = ({ id, remoteId, authors }: PartnerEventOrigin, by: string): boolean =>
  sameServer(id, by) && (by === remoteId || authors.includes(by))
