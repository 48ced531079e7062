import type { SignatureScheme } from "../../src/domain/signature-scheme.ts"
import { type Signer, signedHeaders } from "../signatures/sign.ts"
import { type Answer, isExcused } from "./outcome.ts"
import type { Parcel } from "./parcel.ts"
import { CONTENT_TYPE, post, type WayOut } from "./send.ts"

export interface Knocking {
  url: URL
  parcel: Parcel
  signer: Signer
  /** which signature this host is remembered to want: then there is one knock, or two that begin with it */
  remembered: SignatureScheme | null
  software: string | null
  /** the Collection-Synchronization header, if there is one */
  synchronization?: string | undefined
  signal: AbortSignal
}

export interface Knocked {
  answer: Answer
  /** what is worth remembering of this host, or null */
  learnt: SignatureScheme | null
}

const DAY = 24 * 60 * 60
/** Seconds for which it is remembered: a host that needs RFC 9421, and one that refuses both (its keys or clock are wrong). */
export const REMEMBERED: Record<SignatureScheme, number> = { rfc9421: 7 * DAY, cavage: DAY }

/**
 * First draft-cavage-12, which all of them read (Gancio hangs on the other order, GoToSocial and PeerTube know only it, snac2
 * answers 202 to RFC 9421 and drops it); a 401 or 400 gets one more knock with RFC 9421. A host where only that one
 * worked gets it first from then on; one where neither did gets a single knock for a day.
 */
export async function knock(way: WayOut, knocking: Knocking): Promise<Knocked> {
  const { parcel, remembered, software } = knocking
  const first = remembered ?? "cavage"
  const answer = await attempt(way, knocking, first)
  const { activityType, isReply } = parcel
  if (!isRefusal(answer) || isExcused({ answer, software, activityType, isReply }) || remembered === "cavage")
    return { answer, learnt: null }

  const second = first === "cavage" ? "rfc9421" : "cavage"
  const again = await attempt(way, knocking, second)
  if (again.status !== null && again.status >= 200 && again.status < 300) return { answer: again, learnt: second }
  // what counts is the first answer: many servers answer nonsense to a signature that they do not know
  return { answer, learnt: isRefusal(again) ? "cavage" : null }
}

const isRefusal = (answer: Answer): boolean => answer.status === 401 || answer.status === 400

async function attempt(
  way: WayOut,
  { url, parcel, signer, synchronization, signal }: Knocking,
  scheme: SignatureScheme,
): Promise<Answer> {
  const headers = await signedHeaders(scheme, signer, {
    url,
    digest: parcel.digest,
    contentType: CONTENT_TYPE,
    date: new Date(),
    synchronization,
  })
  return await post(way, { url, parcel, headers, signal })
}
