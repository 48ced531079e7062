import type { SignatureScheme } from "../../../src/domain/signature-scheme.ts"
import { signCavage } from "./cavage.ts"
import type { RequestToSign, Signer } from "./message.ts"
import { signRfc9421 } from "./rfc9421.ts"

const SIGN = { cavage: signCavage, rfc9421: signRfc9421 } as const

/** The headers of a signed request: those that the signature covers, and the signature itself. The Host header is the client's. */
export const signedHeaders = (
  scheme: SignatureScheme,
  signer: Signer,
  request: RequestToSign,
): Promise<Record<string, string>> => SIGN[scheme](signer, request)
