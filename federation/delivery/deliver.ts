import type { SignatureScheme } from "../../src/domain/signature-scheme.ts"
import type { Signers } from "../signatures/signers.ts"
import { digestOfBits, formatSynchronization } from "../synchronization/header.ts"
import type { ReadyDelivery } from "./claim.ts"
import { knock, REMEMBERED } from "./knock.ts"
import { type Answer, hostFailed, hostPause, outcomeOf } from "./outcome.ts"
import type { Result } from "./record.ts"
import type { WayOut } from "./send.ts"

export interface DeliverWith {
  way: WayOut
  signers: Signers
  /** whether an inbox stands for a whole server; asked only after a 404 */
  isShared(inbox: string, host: string): Promise<boolean>
}

/** One delivery, from its address to what is to be recorded. */
export async function deliver(
  { way, signers, isShared }: DeliverWith,
  ready: ReadyDelivery,
  signal: AbortSignal,
): Promise<Result> {
  const { delivery, parcel } = ready
  const { software } = delivery
  let url: URL
  try {
    url = way.checkUrl(delivery.inbox)
  } catch (error) {
    return resultOf(ready, { status: null, error: (error as Error).message, fault: "refused" }, null, false)
  }
  const signer = await signers(delivery.actorId)
  const { answer, learnt } = await knock(way, {
    url,
    parcel,
    signer,
    remembered: delivery.signatureScheme,
    software,
    synchronization:
      parcel.toFollowers && delivery.followers !== null
        ? formatSynchronization(signer.followers, digestOfBits(delivery.followers))
        : undefined,
    signal,
  })
  const sharedInbox = answer.status === 404 && (await isShared(delivery.inbox, delivery.host))
  return resultOf(ready, answer, learnt, sharedInbox)
}

function resultOf(
  { delivery, parcel }: ReadyDelivery,
  answer: Answer,
  learnt: SignatureScheme | null,
  sharedInbox: boolean,
): Result {
  const { id, attempts, age, host, inbox, software, probe } = delivery
  const now = new Date()
  const { activityType, isReply } = parcel
  const outcome = outcomeOf({ answer, attempts, age, software, activityType, isReply, sharedInbox }, now, Math.random())
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
      signatureScheme: learnt,
      signatureSchemeSeconds: learnt ? REMEMBERED[learnt] : 0,
    },
    gone: outcome.kind === "gone" ? { inbox, host, reason: `this inbox is gone (${reason})` } : null,
  }
}

/** Given back unsent, due again in `delay` seconds: nothing is held against it. */
export const released = ({ delivery }: ReadyDelivery, delay: number): Result => ({
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

/** For the people who look into it; PostgreSQL takes no NUL. */
function reasonOf(answer: Answer): string {
  const reason = answer.status === null ? answer.error : `HTTP ${answer.status}${answer.text && `: ${answer.text}`}`
  return reason.replaceAll("\0", "").toWellFormed()
}
