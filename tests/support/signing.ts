import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto"
import type { IncomingHttpHeaders } from "node:http"

/** A key of someone elsewhere. */
export interface TestKey {
  id: string
  privateKey: KeyObject
  publicKeyPem: string
}

/** @param bits of RSA; 2,048 as everybody has it */
export function makeKey(id: string, bits = 2048): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: bits })
  return { id, privateKey, publicKeyPem: String(publicKey.export({ type: "spki", format: "pem" })) }
}

export interface SigningOptions {
  /** the headers or components that are covered, in order; default: what everybody covers */
  covered?: string[]
  date?: Date
  created?: number
  expires?: number
  /** instead of the right one */
  digest?: string
  /** the Host that is signed; default: the address's */
  host?: string
  contentType?: string
  label?: string
  /** more that are sent, to be covered by their names */
  more?: Record<string, string>
}

const sha256 = (body: string | Uint8Array): string => createHash("sha256").update(body).digest("base64")
const rsa = (key: KeyObject, text: string): string => sign("RSA-SHA256", Buffer.from(text), key).toString("base64")

/** The headers of a POST signed by draft-cavage-http-signatures-12. */
export function cavage(
  key: TestKey,
  url: string,
  body: string | Uint8Array,
  options: SigningOptions = {},
): Record<string, string> {
  const {
    covered = ["(request-target)", "host", "date", "digest"],
    date = new Date(),
    contentType = "application/activity+json",
  } = options
  const { host, pathname, search } = new URL(url)
  const headers: Record<string, string> = {
    date: date.toUTCString(),
    digest: options.digest ?? `SHA-256=${sha256(body)}`,
    "content-type": contentType,
    ...options.more,
  }
  const values: Record<string, string | number | undefined> = {
    ...headers,
    host: options.host ?? host,
    "(request-target)": `post ${pathname}${search}`,
    "(created)": options.created,
    "(expires)": options.expires,
  }
  const text = covered.map(name => `${name}: ${values[name]}`).join("\n")
  const times = [
    ...(options.created === undefined ? [] : [`created=${options.created}`]),
    ...(options.expires === undefined ? [] : [`expires=${options.expires}`]),
  ]
  const parameters = [
    `keyId="${key.id}"`,
    'algorithm="rsa-sha256"',
    `headers="${covered.join(" ")}"`,
    ...times,
    `signature="${rsa(key.privateKey, text)}"`,
  ]
  return { ...headers, signature: parameters.join(",") }
}

/** The headers of a GET signed by draft-cavage-http-signatures-12. */
export function cavageGet(
  key: TestKey,
  url: string,
  { date = new Date() }: { date?: Date } = {},
): Record<string, string> {
  const { host, pathname, search } = new URL(url)
  const text = `(request-target): get ${pathname}${search}\nhost: ${host}\ndate: ${date.toUTCString()}`
  const signature = `keyId="${key.id}",algorithm="rsa-sha256",headers="(request-target) host date",signature="${rsa(key.privateKey, text)}"`
  return { date: date.toUTCString(), signature, accept: "application/activity+json" }
}

/** The headers of a POST signed by RFC 9421. */
export function rfc9421(
  key: TestKey,
  url: string,
  body: string | Uint8Array,
  options: SigningOptions = {},
): Record<string, string> {
  const { covered = ["@method", "@target-uri", "content-digest"], date = new Date(), label = "sig1" } = options
  const { host, pathname, href } = new URL(url)
  const headers: Record<string, string> = {
    date: date.toUTCString(),
    "content-digest": options.digest ?? `sha-256=:${sha256(body)}:`,
    "content-type": options.contentType ?? "application/activity+json",
    ...options.more,
  }
  const values: Record<string, string | undefined> = {
    ...headers,
    host: options.host ?? host,
    "@method": "POST",
    "@target-uri": href,
    "@authority": options.host ?? host,
    "@path": pathname,
  }
  const created = options.created ?? Math.floor(date.getTime() / 1000)
  const expires = options.expires === undefined ? "" : `;expires=${options.expires}`
  const names = covered.map(name => `"${name}"`)
  const parameters = `(${names.join(" ")});created=${created}${expires};keyid="${key.id}";alg="rsa-v1_5-sha256"`
  const lines = covered.map((name, i) => `${names[i]}: ${values[name]}`)
  const text = [...lines, `"@signature-params": ${parameters}`].join("\n")
  return {
    ...headers,
    "signature-input": `${label}=${parameters}`,
    signature: `${label}=:${rsa(key.privateKey, text)}:`,
  }
}

/** Whether a POST that came in is signed so by draft-cavage, for these very bytes; 50 µs. @param keys PEM by key id */
export function isSigned(
  path: string,
  headers: IncomingHttpHeaders,
  body: Uint8Array,
  keys: ReadonlyMap<string, string>,
): boolean {
  const part = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(String(headers.signature))?.[1] ?? ""
  const key = keys.get(part("keyId"))
  const covered = part("headers").split(" ")
  if (!key || headers.digest !== `SHA-256=${sha256(body)}`) return false
  if (!["(request-target)", "host", "date", "digest"].every(name => covered.includes(name))) return false
  const text = covered
    .map(name => `${name}: ${name === "(request-target)" ? `post ${path}` : headers[name]}`)
    .join("\n")
  return verify("RSA-SHA256", Buffer.from(text), key, Buffer.from(part("signature"), "base64"))
}
