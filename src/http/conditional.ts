import { createHash } from "node:crypto"
import type { HonoRequest } from "hono"

/** What identifies one version of a representation (RFC 9110 §8.8). */
interface Validators {
  /** with its quotes */
  etag: string
  lastModified?: Date | undefined
}

/** 27 characters of base64url for an entity tag. SHA-1 tells versions apart and protects nothing; it costs half of SHA-256. */
export function digestOf(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha1")
  for (const part of parts) hash.update(part)
  return hash.digest("base64url")
}

/**
 * Whether the client has the current representation, so that 304 answers it. If-Modified-Since counts only without If-None-Match
 * (RFC 9110 §13.2.2), and both only for GET and HEAD.
 */
export function isUnchanged(request: HonoRequest, { etag, lastModified }: Validators): boolean {
  if (request.method !== "GET" && request.method !== "HEAD") return false
  const tags = request.header("If-None-Match")
  if (tags !== undefined) return namesTag(tags, etag)
  const since = lastModified && request.header("If-Modified-Since")
  // HTTP dates have whole seconds; an unreadable one is NaN, which compares false
  return Boolean(since) && Math.floor(lastModified!.getTime() / 1000) * 1000 <= Date.parse(since!)
}

/** Whether an If-Match header excludes the current representation, so that 412 answers it (RFC 9110 §13.1.1). */
export function failsIfMatch(request: HonoRequest, etag: string): boolean {
  const tags = request.header("If-Match")
  return tags !== undefined && !namesTag(tags, etag)
}

/**
 * Weak comparison (RFC 9110 §8.8.3.2): compression on the way marks our tags as weak. The suffix of an encoding does not count
 * either: `"digest-br"` and `"digest"` have the same content.
 */
function namesTag(header: string, etag: string): boolean {
  if (header.trim() === "*") return true
  const plain = withoutEncoding(etag)
  return header.match(/"[^"]*"/g)?.some(tag => withoutEncoding(tag) === plain) ?? false
}

const withoutEncoding = (tag: string): string => tag.replace(/-(?:br|gzip)"$/, '"')
