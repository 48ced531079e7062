import { rsaSha256 } from "../rsa.ts"
import { SignatureError } from "../signature-error.ts"
import {
  coveredHeaders,
  type HttpMethod,
  type HttpSignature,
  isWithinAnHour,
  type RequestToSign,
  type Signer,
} from "./message.ts"

/**
 * Signs by draft-cavage-http-signatures-12, as Mastodon does and every ActivityPub server verifies. A POST also covers
 * `digest` and `content-type`.
 * @returns the headers to send
 */
export async function signCavage({ keyId, key }: Signer, request: RequestToSign): Promise<Record<string, string>> {
  const { method, url } = request
  const headers = coveredHeaders(request, digest => ({ digest: `SHA-256=${digest}` }))
  const { date, ...others } = headers
  const covered = Object.entries({
    "(request-target)": `${method.toLowerCase()} ${url.pathname}${url.search}`,
    host: url.host,
    date,
    ...others,
  })
  const signature = await rsaSha256(key, covered.map(([name, value]) => `${name}: ${value}`).join("\n"))
  const names = covered.map(([name]) => name).join(" ")
  return {
    ...headers,
    signature: `keyId="${keyId}",algorithm="rsa-sha256",headers="${names}",signature="${signature}"`,
  }
}

/**
 * Reads a Signature header by draft-cavage-http-signatures-12 §2.1. Every known server signs `date`; Fedify does not accept
 * `(created)` in its place either.
 * @throws {SignatureError}
 */
export function readCavage(header: string, headers: Headers, now: Date, method: HttpMethod): HttpSignature {
  const params = parametersOf(header)
  const { keyId, signature, created, expires } = params
  if (!keyId || !signature) throw new SignatureError("the Signature header must hold one keyId and one signature")
  const covered = (params.headers ?? "").toLowerCase().split(" ").filter(Boolean)
  for (const name of ["(request-target)", "host", "date", ...(method === "POST" ? ["digest"] : [])]) {
    if (!covered.includes(name)) throw new SignatureError(`the signature must cover ${name}`)
  }
  if (new Set(covered).size < covered.length) throw new SignatureError("the signature covers a header twice")
  if (!headers.has("date")) throw new SignatureError("Date is missing")
  if (created !== undefined && !isWithinAnHour(Number(created), now)) {
    throw new SignatureError("the signature was made more than an hour away")
  }
  if (expires !== undefined && !(Number(expires) * 1000 > now.getTime()))
    throw new SignatureError("the signature has expired")
  const rebuilt = [
    // a key id may hold commas, which Fedify 2.3.8 takes for separators; it asks us for the key whatever the id is
    'keyId="https://key.invalid/"',
    `headers="${covered.join(" ")}"`,
    ...(covered.includes("(created)") ? [`created=${Number(created)}`] : []),
    ...(covered.includes("(expires)") ? [`expires=${Number(expires)}`] : []),
    `signature="${signature}"`,
  ]
  return { scheme: "cavage", keyId, headers: { signature: rebuilt.join(",") }, covered, value: signature }
}

function parametersOf(header: string): Record<string, string | undefined> {
  const params: Record<string, string | undefined> = Object.create(null)
  const pattern = /\s*([A-Za-z]+)=(?:"([^"]*)"|(\d+))\s*(?:,|$)/y
  while (pattern.lastIndex < header.length) {
    const [, name, quoted, number] = pattern.exec(header) ?? []
    if (!name) throw new SignatureError("the Signature header cannot be read")
    if (name in params) throw new SignatureError("exactly one signature is taken")
    params[name] = quoted ?? number
  }
  return params
}
