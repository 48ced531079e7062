import type { SignatureScheme } from "../../src/domain/signature-scheme.ts"
import type { Signers } from "../signatures/signers.ts"
import { digestOfBits, formatSynchronization } from "../synchronization/header.ts"
import { attemptDelivery, REMEMBERED_S } from "./attempt.ts"
import type { ReadyDelivery } from "./claim.ts"
import { type DeliveryAnswer, hostFailed, hostPause, outcomeOf } from "./outcome.ts"
import type { AttemptReport } from "./record.ts"
import type { PostClient } from "./send.ts"

export interface DeliverOptions {
  client: PostClient
  signers: Signers
  /** whether an inbox is the shared one of a server; looked up only after a 404 */
  isShared(inbox: string, host: string): Promise<boolean>
}

/** Attempts one delivery. @returns what is to be recorded */
export async function deliver(
  { client, signers, isShared }: DeliverOptions,
  ready: ReadyDelivery,
  signal: AbortSignal,
): Promise<AttemptReport> {
  const { delivery, payload } = ready
  let url: URL
  try {
    url = client.checkUrl(delivery.inbox)
  } catch (error) {
    const answer = { status: null, error: (error as Error).message, fault: "refused" } as const
    return reportOf(ready, { answer, toRemember: null, isSharedInbox: false })
  }
  const signer = await signers(delivery.actorId)
  const { answer, toRemember } = await attemptDelivery(client, {
    url,
    payload,
    signer,
    remembered: delivery.signatureScheme,
    software: delivery.software,
    synchronization:
      payload.toFollowers && delivery.followers !== null
        ? formatSynchronization(signer.followers, digestOfBits(delivery.followers))
        : undefined,
    signal,
  })
  const isSharedInbox = answer.status === 404 && (await isShared(delivery.inbox, delivery.host))
  return reportOf(ready, { answer, toRemember, isSharedInbox })
}

function reportOf(
  { delivery, payload }: ReadyDelivery,
  {
    answer,
    toRemember,
    isSharedInbox,
  }: { answer: DeliveryAnswer; toRemember: SignatureScheme | null; isSharedInbox: boolean },
): AttemptReport {
  const { id, attempts, age, host, inbox, software, probe } = delivery
  const now = new Date()
  const { activityType, isReply } = payload
  const attempt = { answer, attempts, age, software, activityType, isReply, sharedInbox: isSharedInbox }
  const outcome = outcomeOf(attempt, now, Math.random())
  const reason = outcome.kind === "done" ? null : reasonOf(answer)
  const retry = outcome.kind === "retry" ? outcome : null
  return {
    delivery: {
      id,
      state: outcome.kind === "done" ? "done" : retry ? "pending" : "dead",
      claimed: attempts,
      attempts: retry && !retry.counts ? attempts - 1 : attempts,
      delay: retry?.delay ?? 0,
      status: answer.status,
      error: reason,
    },
    host: {
      name: host,
      answered: answer.status !== null && !hostFailed(answer),
      wasFailing: probe,
      failed: hostFailed(answer) ? reasonOf(answer) : null,
      pauseSeconds: hostPause(answer, now),
      signatureScheme: toRemember,
      signatureSchemeSeconds: toRemember ? REMEMBERED_S[toRemember] : 0,
    },
    gone: outcome.kind === "gone" ? { inbox, host, reason: `this inbox is gone (${reason})` } : null,
  }
}

/** Gives a delivery back unsent: due again in `delay` seconds, and the attempt does not count. */
export const released = ({ delivery }: ReadyDelivery, delay: number): AttemptReport => ({
  delivery: {
    id: delivery.id,
    state: "pending",
    claimed: delivery.attempts,
    attempts: delivery.attempts - 1,
    delay,
    status: null,
    error: null,
  },
  host: null,
  gone: null,
})

/** For administrators. PostgreSQL does not store NUL characters. */
function reasonOf(answer: DeliveryAnswer): string {
  const reason = answer.status === null ? answer.error : `HTTP ${answer.status}${answer.text && `: ${answer.text}`}`
  return reason.replaceAll("\0", "").toWellFormed()
}
