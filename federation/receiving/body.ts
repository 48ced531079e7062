import { RequestRefusal } from "./refusal.ts"

/** Bytes, as in Mastodon; the longest body seen from seven servers had 12 kB. */
export const MAX_BODY = 1024 * 1024
/** A body must arrive within so many milliseconds. */
const READ_MS = 10_000

const MEDIA_TYPES = new Set(["application/activity+json", "application/ld+json"])

/**
 * Refuses by the headers alone. Seven servers were seen to send the two ActivityPub media types only, and GoToSocial accepts
 * nothing else, so plain `application/json` is refused as well.
 * @throws {RequestRefusal} 413, 415
 */
export function checkHeaders(headers: Headers): void {
  if (Number(headers.get("content-length")) > MAX_BODY)
    throw new RequestRefusal(413, `the body is over ${MAX_BODY} bytes`)
  const type = (headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase()
  if (!MEDIA_TYPES.has(type)) {
    throw new RequestRefusal(
      415,
      `the body must be application/activity+json or application/ld+json, not ${type || "untyped"}`,
    )
  }
  const encoding = headers.get("content-encoding")?.trim().toLowerCase()
  if (encoding && encoding !== "identity")
    throw new RequestRefusal(415, `the content encoding ${encoding} is not taken`)
}

/** Reads the body within the limits of size and time. @throws {RequestRefusal} 400, 408, 413 */
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
      if (size > MAX_BODY) throw new RequestRefusal(413, `the body is over ${MAX_BODY} bytes`)
      chunks.push(part.value)
    }
  } catch (error) {
    void reader.cancel().catch(() => {})
    if (error instanceof RequestRefusal) throw error
    throw new RequestRefusal(400, "the body broke off")
  } finally {
    clearTimeout(timer)
  }
  if (late) throw new RequestRefusal(408, `the body took longer than ${READ_MS / 1000} s`)
  return Buffer.concat(chunks, size)
}
