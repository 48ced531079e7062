import { sameServer } from "../../domain/hosts.ts"
import type { Trx } from "../../store/db.ts"
import { partnerAmong } from "../../store/following.ts"
import {
  markPartnerEventDeleted,
  type PartnerEvent,
  type PartnerEventToStore,
  partnerEventOfActivity,
  putPartnerEvent,
  readPartnerEvent,
} from "../../store/partner-events.ts"
import { revoke, revokedAt } from "../../store/revoked.ts"

/** An event as one of its host tells of it. */
export interface ToldEvent extends Omit<PartnerEventToStore, "remoteId"> {
  /** who may be the partner that brings it, the likeliest first: who tells, then who it is attributed to */
  partners: string[]
  /** who tells, or null when it was fetched from its own address: then it speaks for itself */
  by: string | null
}

/**
 * Keeps an event of a partner that we follow, or its newer form.
 * @returns false when it is nobody's that we follow, was deleted, or is not theirs to change
 */
export async function keepPartnerEvent(trx: Trx, { partners, by, ...event }: ToldEvent): Promise<boolean> {
  const known = await readPartnerEvent(trx, event.id)
  if (known) {
    if (by !== null && !mayChange(known, by)) return false
    // whoever announces it later does not become its source
    return putPartnerEvent(trx, {
      ...event,
      remoteId: known.remoteId,
      activityId: event.activityId ?? known.activityId,
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
 * @returns false when nothing of that id is here: it is not let in later
 */
export async function removePartnerEvent(trx: Trx, id: string, by: string, now: Date): Promise<boolean> {
  const known = await readPartnerEvent(trx, (await partnerEventOfActivity(trx, id, by)) ?? id)
  if (known) return mayChange(known, by) && (await markPartnerEventDeleted(trx, known.id, now))
  await revoke(trx, id, by, now)
  return false
}

/** Its partner, or whoever the event itself names, on its own host. */
function mayChange({ id, remoteId, document }: PartnerEvent, by: string): boolean {
  const named = [document.actor, document.attributedTo]
    .flat()
    .map(who => (typeof who === "object" && who !== null ? (who as { id?: unknown }).id : who))
  return sameServer(id, by) && (by === remoteId || named.includes(by))
}
