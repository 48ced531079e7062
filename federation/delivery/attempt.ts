import type { SignatureScheme } from "../../src/domain/signature-scheme.ts"
import type { Signer } from "../signatures/http/message.ts"
import { signedHeaders } from "../signatures/http/sign.ts"
import { type DeliveryAnswer, isExcused } from "./outcome.ts"
import type { Payload } from "./payload.ts"
import { CONTENT_TYPE, type PostClient, post } from "./send.ts"

export interface AttemptRequest {
  url: URL
  payload: Payload
  signer: Signer
  /** the scheme that this host is remembered to need */
  remembered: SignatureScheme | null
  /** NodeInfo name of the host's software, or null */
  software: string | null
  /** the Collection-Synchronization header, if there is one */
  synchronization?: string | undefined
  signal: AbortSignal
}

export interface AttemptResult {
  answer: DeliveryAnswer
  /** the scheme to remember for this host, or null */
  toRemember: SignatureScheme | null
}

const DAY_S = 24 * 60 * 60
/**
 * Seconds for which a scheme is remembered: `rfc9421` for a host that needs it, `cavage` for a host that refused both schemes (its
 * keys or its clock are wrong), which then gets a single request.
 */
export const REMEMBERED_S: Record<SignatureScheme, number> = { rfc9421: 7 * DAY_S, cavage: DAY_S }

/**
 * Sends with one signature scheme and, after a 401 or 400, once more with the other. draft-cavage-12 comes first: every server
 * verifies it, Gancio hangs when RFC 9421 comes first, GoToSocial and PeerTube do not support RFC 9421, and snac2 answers 202 to
 * it and drops the activity. A host that accepted only RFC 9421 gets that first from then on; one that refused both gets a single
 * request for a day.
 */
export async function attemptDelivery(client: PostClient, request: AttemptRequest): Promise<AttemptResult> {
  const { payload, remembered, software } = request
  const first = remembered ?? "cavage"
  const answer = await sendSigned(client, request, first)
  const { activityType, isReply } = payload
  if (!isRefusal(answer) || isExcused({ answer, software, activityType, isReply }) || remembered === "cavage")
    return { answer, toRemember: null }

  const second = first === "cavage" ? "rfc9421" : "cavage"
  const secondAnswer = await sendSigned(client, request, second)
  if (secondAnswer.status !== null && secondAnswer.status >= 200 && secondAnswer.status < 300)
    return { answer: secondAnswer, toRemember: second }
  // the first answer decides: many servers answer with an unrelated error to a signature that they do not support
  return { answer, toRemember: isRefusal(secondAnswer) ? "cavage" : null }
}

const isRefusal = (answer: DeliveryAnswer): boolean => answer.status === 401 || answer.status === 400

async function sendSigned(
  client: PostClient,
  { url, payload, signer, synchronization, signal }: AttemptRequest,
  scheme: SignatureScheme,
): Promise<DeliveryAnswer> {
  const headers = await signedHeaders(scheme, signer, {
    method: "POST",
    url,
    date: new Date(),
    content: { type: CONTENT_TYPE, digest: payload.digest },
    synchronization,
  })
  return await post(client, { url, body: payload.body, headers, signal })
}
