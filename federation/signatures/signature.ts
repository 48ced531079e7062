import { decodeDict } from "structured-field-values"
import { Refusal } from "../receiving/refusal.ts"

/** The one signature of a request: it covers what it must, and its times hold. Whether it is true is another question. */
export interface Signature {
  spec: "draft-cavage-http-signatures-12" | "rfc9421"
  keyId: string
  /** the headers as the verifier is to read them: nothing is read twice in two ways */
  headers: Record<string, string>
  /** the header that holds the digest which it covers; a GET has none */
  digest: "digest" | "content-digest"
  /** names of all that it covers, in lower case */
  covered: readonly string[]
  /** the bytes of the signature, in base64 */
  value: string
}

const HOUR = 3600

type Method = "POST" | "GET"

/** @throws {Refusal} 401 */
export function readSignature(headers: Headers, now: Date, method: Method = "POST"): Signature {
  const value = headers.get("signature")
  if (!value) throw new Refusal(401, "the request is not signed")
  checkDate(headers.get("date"), now)
  const input = headers.get("signature-input")
  return input === null ? readCavage(value, headers, now, method) : readRfc9421(input, value, now, method)
}

function checkDate(date: string | null, now: Date): void {
  if (date !== null && !isNear(Date.parse(date) / 1000, now)) throw new Refusal(401, "Date is more than an hour away")
}

/** Also false for what is no number. */
const isNear = (seconds: number, now: Date): boolean => Math.abs(seconds - now.getTime() / 1000) <= HOUR

/** draft-cavage-http-signatures-12 §2.1. `date` is signed by everybody; Fedify refuses `(created)` in its place. */
function readCavage(header: string, headers: Headers, now: Date, method: Method): Signature {
  const params = cavageParams(header)
  const { keyId, signature } = params
  if (!keyId || !signature) throw new Refusal(401, "the Signature header must hold one keyId and one signature")
  const covered = (params.headers ?? "").toLowerCase().split(" ").filter(Boolean)
  for (const name of ["(request-target)", "host", "date", ...(method === "POST" ? ["digest"] : [])]) {
    if (!covered.includes(name)) throw new Refusal(401, `the signature must cover ${name}`)
  }
  if (new Set(covered).size < covered.length) throw new Refusal(401, "the signature covers a header twice")
  if (!headers.has("date")) throw new Refusal(401, "Date is missing")
  const { created, expires } = params
  if (created !== undefined && !isNear(Number(created), now)) {
    throw new Refusal(401, "the signature was made more than an hour away")
  }
  if (expires !== undefined && !(Number(expires) * 1000 > now.getTime()))
    throw new Refusal(401, "the signature has expired")
  const rebuilt = [
    // commas, which are legal in an address, would confuse the verifier; it asks us for the key anyhow
    'keyId="https://key.invalid/"',
    `headers="${covered.join(" ")}"`,
    ...(covered.includes("(created)") ? [`created=${Number(created)}`] : []),
    ...(covered.includes("(expires)") ? [`expires=${Number(expires)}`] : []),
    `signature="${signature}"`,
  ]
  return {
    spec: "draft-cavage-http-signatures-12",
    keyId,
    headers: { signature: rebuilt.join(",") },
    digest: "digest",
    covered,
    value: signature,
  }
}

function cavageParams(header: string): Record<string, string | undefined> {
  const params: Record<string, string | undefined> = Object.create(null)
  const pattern = /\s*([A-Za-z]+)=(?:"([^"]*)"|(\d+))\s*(?:,|$)/y
  while (pattern.lastIndex < header.length) {
    const [, name, quoted, number] = pattern.exec(header) ?? []
    if (!name) throw new Refusal(401, "the Signature header cannot be read")
    if (name in params) throw new Refusal(401, "exactly one signature is taken")
    params[name] = quoted ?? number
  }
  return params
}

interface Item {
  value: unknown
  params?: Record<string, unknown> | null
}

/** RFC 9421 §4. The dictionaries are read by the parser that the verifier uses. */
function readRfc9421(input: string, header: string, now: Date, method: Method): Signature {
  const inputs = dictionary(input, "Signature-Input")
  const signatures = dictionary(header, "Signature")
  const [label, second] = Object.keys(inputs)
  if (!label || second || Object.keys(signatures).join() !== label)
    throw new Refusal(401, "exactly one signature is taken")
  const { value: components, params } = inputs[label]!
  const bytes = signatures[label]!.value
  const keyId = params?.keyid
  if (!Array.isArray(components) || !(bytes instanceof Uint8Array) || typeof keyId !== "string") {
    throw new Refusal(401, "Signature-Input must list what is covered and name a keyid")
  }
  const covered = coveredPlainly(components as Item[], method)
  const { created, expires } = params as { created?: unknown; expires?: unknown }
  if (typeof created !== "number" || !isNear(created, now)) {
    throw new Refusal(401, "the signature must say when it was created, within an hour")
  }
  if (expires !== undefined && !(typeof expires === "number" && expires * 1000 > now.getTime())) {
    throw new Refusal(401, "the signature has expired")
  }
  const value = Buffer.from(bytes).toString("base64")
  return {
    spec: "rfc9421",
    keyId,
    headers: { signature: header, "signature-input": input },
    digest: "content-digest",
    covered,
    value,
  }
}

function dictionary(header: string, name: string): Record<string, Item> {
  try {
    return decodeDict(header) as Record<string, Item>
  } catch {
    throw new Refusal(401, `the ${name} header cannot be read`)
  }
}

/** Names of the components that are covered as they are. @throws {Refusal} 401 when they are not enough */
function coveredPlainly(components: Item[], method: Method): string[] {
  const plain = components.filter(item => Object.keys(item.params ?? {}).length === 0).map(item => String(item.value))
  if (new Set(plain).size < plain.length) throw new Refusal(401, "the signature covers a component twice")
  for (const name of ["@method", ...(method === "POST" ? ["content-digest"] : [])]) {
    if (!plain.includes(name)) throw new Refusal(401, `the signature must cover ${name}`)
  }
  const wholeAddress = plain.includes("@target-uri") || (plain.includes("@authority") && plain.includes("@path"))
  if (!wholeAddress) throw new Refusal(401, "the signature must cover @target-uri, or @authority and @path")
  return plain
}
