import { type KeyObject, sign } from "node:crypto"
import type { SignatureScheme } from "../../src/domain/signature-scheme.ts"

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
  /** the Collection-Synchronization header (FEP-8fcf): it only counts when it is signed */
  synchronization?: string | undefined
}

export function signedHeaders(
  scheme: SignatureScheme,
  signer: Signer,
  request: ToSign,
): Promise<Record<string, string>> {
  return scheme === "cavage" ? signCavage(signer, request) : signRfc9421(signer, request)
}

/** What Mastodon sends and every server of this world verifies. `content-type` is covered as well. */
export async function signCavage({ keyId, key }: Signer, request: ToSign): Promise<Record<string, string>> {
  const { url, digest } = request
  const headers = headersOf(request, { digest: `SHA-256=${digest}` })
  const { date, ...others } = headers
  const covered = Object.entries({
    "(request-target)": `post ${url.pathname}${url.search}`,
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

/** RFC 9421 with RFC 9530's Content-Digest; one label only. It covers what Mastodon 4.5 and Fedify ask for. */
export async function signRfc9421({ keyId, key }: Signer, request: ToSign): Promise<Record<string, string>> {
  const { url, digest, date } = request
  const headers = headersOf(request, { "content-digest": `sha-256=:${digest}:` })
  const covered = Object.entries({ "@method": "POST", "@target-uri": url.href, ...headers })
  const names = covered.map(([name]) => `"${name}"`).join(" ")
  const parameters = `(${names});created=${Math.floor(date.getTime() / 1000)};keyid="${keyId}";alg="rsa-v1_5-sha256"`
  const lines = covered.map(([name, value]) => `"${name}": ${value}`)
  const signature = await rsaSha256(key, [...lines, `"@signature-params": ${parameters}`].join("\n"))
  return { ...headers, "signature-input": `sig1=${parameters}`, signature: `sig1=:${signature}:` }
}

/** What is sent and covered, in order. */
const headersOf = ({ date, contentType, synchronization }: ToSign, digest: Record<string, string>) => ({
  ...digest,
  "content-type": contentType,
  date: date.toUTCString(),
  ...(synchronization !== undefined && { "collection-synchronization": synchronization }),
})

/** On libuv's threads: 280 µs with 2048 bits, during which other deliveries go on. */
function rsaSha256(key: KeyObject, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    sign("RSA-SHA256", Buffer.from(text), key, (error, signature) =>
      error ? reject(error) : resolve(signature.toString("base64")),
    )
  })
}
