import { SignatureError } from "../signature-error.ts"
import { readCavage } from "./cavage.ts"
import { type HttpMethod, type HttpSignature, isWithinAnHour } from "./message.ts"
import { readRfc9421 } from "./rfc9421.ts"

/**
 * Reads the one signature of a request: RFC 9421 when there is a Signature-Input header, draft-cavage otherwise. It is not
 * verified here.
 * @throws {SignatureError} when there is none, when it covers too little, or when a time is more than an hour away
 */
export function readSignature(headers: Headers, now: Date, method: HttpMethod): HttpSignature {
  const signature = headers.get("signature")
  if (!signature) throw new SignatureError("the request is not signed")
  const date = headers.get("date")
  if (date !== null && !isWithinAnHour(Date.parse(date) / 1000, now))
    throw new SignatureError("Date is more than an hour away")
  const input = headers.get("signature-input")
  return input === null ? readCavage(signature, headers, now, method) : readRfc9421(input, signature, now, method)
}
