import { Refusal } from "./refusal.ts"

/** Mastodon's limit; the longest that seven softwares sent was 12 kB. */
export const MAX_BODY = 1024 * 1024
/** A body of that size in so many milliseconds, or the sender is cut off. */
const READ_MS = 10_000

const MEDIA_TYPES = new Set(["application/activity+json", "application/ld+json"])

/**
 * What the headers already rule out. Seven softwares were seen to send the two ActivityPub media types and nothing else, and
 * GoToSocial takes nothing else: plain `application/json` is refused with the rest.
 * @throws {Refusal} 413, 415
 */
export function checkHeaders(headers: Headers): void {
  if (Number(headers.get("content-length")) > MAX_BODY) throw new Refusal(413, `the body is over ${MAX_BODY} bytes`)
  const type = (headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase()
  if (!MEDIA_TYPES.has(type)) {
    throw new Refusal(
      415,
      `the body must be application/activity+json or application/ld+json, not ${type || "untyped"}`,
    )
  }
  const encoding = headers.get("content-encoding")?.trim().toLowerCase()
  if (encoding && encoding !== "identity") throw new Refusal(415, `the content encoding ${encoding} is not taken`)
}

/** Reads no further than the limit, nor longer than is decent. @throws {Refusal} 408, 413 */
export async function readBody(request: Request): Promise<Buffer> {
  if (!request.body) return Buffer.alloc(0)
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  let late = false
  const timer = setTimeout(() => {
    late = true
    void reader.cancel().catch(() => {})
  }, READ_MS)
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length
      if (size > MAX_BODY) throw new Refusal(413, `the body is over ${MAX_BODY} bytes`)
      chunks.push(part.value)
    }
  } catch (error) {
    void reader.cancel().catch(() => {})
    if (error instanceof Refusal) throw error
    throw new Refusal(400, "the body broke off")
  } finally {
    clearTimeout(timer)
  }
  if (late) throw new Refusal(408, `the body took longer than ${READ_MS / 1000} s`)
  return Buffer.concat(chunks, size)
}
