import { type KeyObject, sign } from "node:crypto"

/** `cavage`: draft-cavage-http-signatures-12, which everybody reads; `rfc9421`: HTTP Message Signatures. */
export type Knock = "cavage" | "rfc9421"

export interface Signer {
  keyId: string
  /** RSA, private */
  key: KeyObject
}

/** A POST of a body whose SHA-256 is `digest` (base64). */
export interface ToSign {
  url: URL
  digest: string
  contentType: string
  date: Date
}

export function signedHeaders(knock: Knock, signer: Signer, request: ToSign): Promise<Record<string, string>> {
  return knock === "cavage" ? signCavage(signer, request) : signRfc9421(signer, request)
}

/** What Mastodon sends and every server of this world verifies. `content-type` is covered as well. */
export async function signCavage(
  { keyId, key }: Signer,
  { url, digest, contentType, date }: ToSign,
): Promise<Record<string, string>> {
  const when = date.toUTCString()
  const text =
    `(request-target): post ${url.pathname}${url.search}\nhost: ${url.host}\ndate: ${when}\n` +
    `digest: SHA-256=${digest}\ncontent-type: ${contentType}`
  const signature = await rsaSha256(key, text)
  return {
    date: when,
    digest: `SHA-256=${digest}`,
    "content-type": contentType,
    signature: `keyId="${keyId}",algorithm="rsa-sha256",headers="(request-target) host date digest content-type",signature="${signature}"`,
  }
}

/** The components that Mastodon 4.5 and Fedify ask for. */
const COVERED = '("@method" "@target-uri" "content-digest" "content-type" "date")'

/** RFC 9421 with RFC 9530's Content-Digest; one label only. */
export async function signRfc9421(
  { keyId, key }: Signer,
  { url, digest, contentType, date }: ToSign,
): Promise<Record<string, string>> {
  const when = date.toUTCString()
  const parameters = `${COVERED};created=${Math.floor(date.getTime() / 1000)};keyid="${keyId}";alg="rsa-v1_5-sha256"`
  const text =
    `"@method": POST\n"@target-uri": ${url.href}\n"content-digest": sha-256=:${digest}:\n` +
    `"content-type": ${contentType}\n"date": ${when}\n"@signature-params": ${parameters}`
  const signature = await rsaSha256(key, text)
  return {
    date: when,
    "content-digest": `sha-256=:${digest}:`,
    "content-type": contentType,
    "signature-input": `sig1=${parameters}`,
    signature: `sig1=:${signature}:`,
  }
}

/** On libuv's threads: 280 µs with 2048 bits, during which other deliveries go on. */
function rsaSha256(key: KeyObject, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    sign("RSA-SHA256", Buffer.from(text), key, (error, signature) =>
      error ? reject(error) : resolve(signature.toString("base64")),
    )
  })
}
