import { decodeDict } from "structured-field-values"
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
 * Signs by RFC 9421, with the Content-Digest of RFC 9530 and a single label. It covers what Mastodon 4.5 and Fedify require.
 * @returns the headers to send
 */
export async function signRfc9421({ keyId, key }: Signer, request: RequestToSign): Promise<Record<string, string>> {
  const { method, url, date } = request
  const headers = coveredHeaders(request, digest => ({ "content-digest": `sha-256=:${digest}:` }))
  const covered = Object.entries({ "@method": method, "@target-uri": url.href, ...headers })
  const names = covered.map(([name]) => `"${name}"`).join(" ")
  const parameters = `(${names});created=${Math.floor(date.getTime() / 1000)};keyid="${keyId}";alg="rsa-v1_5-sha256"`
  const lines = covered.map(([name, value]) => `"${name}": ${value}`)
  const signature = await rsaSha256(key, [...lines, `"@signature-params": ${parameters}`].join("\n"))
  return { ...headers, "signature-input": `sig1=${parameters}`, signature: `sig1=:${signature}:` }
}

/** An item or inner list of a structured field (RFC 8941). */
interface StructuredItem {
  value: unknown
  params?: Record<string, unknown> | null
}

/**
 * Reads Signature-Input and Signature by RFC 9421 §4, with the parser that Fedify verifies with.
 * @throws {SignatureError}
 */
export function readRfc9421(input: string, header: string, now: Date, method: HttpMethod): HttpSignature {
  const inputs = dictionaryOf(input, "Signature-Input")
  const signatures = dictionaryOf(header, "Signature")
  const [label, second] = Object.keys(inputs)
  if (!label || second || Object.keys(signatures).join() !== label)
    throw new SignatureError("exactly one signature is taken")
  const { value: components, params } = inputs[label]!
  const bytes = signatures[label]!.value
  const keyId = params?.keyid
  if (!Array.isArray(components) || !(bytes instanceof Uint8Array) || typeof keyId !== "string") {
    throw new SignatureError("Signature-Input must list what is covered and name a keyid")
  }
  const covered = plainComponents(components as StructuredItem[], method)
  const { created, expires } = params as { created?: unknown; expires?: unknown }
  if (typeof created !== "number" || !isWithinAnHour(created, now)) {
    throw new SignatureError("the signature must say when it was created, within an hour")
  }
  if (expires !== undefined && !(typeof expires === "number" && expires * 1000 > now.getTime())) {
    throw new SignatureError("the signature has expired")
  }
  const value = Buffer.from(bytes).toString("base64")
  return { scheme: "rfc9421", keyId, headers: { signature: header, "signature-input": input }, covered, value }
}

function dictionaryOf(header: string, name: string): Record<string, StructuredItem> {
  try {
    return decodeDict(header) as Record<string, StructuredItem>
  } catch {
    throw new SignatureError(`the ${name} header cannot be read`)
  }
}

/** Names of the components that are covered without parameters. @throws {SignatureError} when they are not enough */
function plainComponents(components: StructuredItem[], method: HttpMethod): string[] {
  const plain = components.filter(item => Object.keys(item.params ?? {}).length === 0).map(item => String(item.value))
  if (new Set(plain).size < plain.length) throw new SignatureError("the signature covers a component twice")
  for (const name of ["@method", ...(method === "POST" ? ["content-digest"] : [])]) {
    if (!plain.includes(name)) throw new SignatureError(`the signature must cover ${name}`)
  }
  const coversAddress = plain.includes("@target-uri") || (plain.includes("@authority") && plain.includes("@path"))
  if (!coversAddress) throw new SignatureError("the signature must cover @target-uri, or @authority and @path")
  return plain
}
