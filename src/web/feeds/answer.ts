import { createHash } from "node:crypto"
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"
import type { Context } from "hono"
import { accepts } from "hono/accepts"

export interface FeedAnswer {
  body: string
  contentType: string
  fileName: string
  lastModified: Date
}

type Encoding = "br" | "gzip" | "identity"

/** hono/compress knows no brotli and makes entity tags weak. 700 events are 0.8 MB, which brotli 5 packs in 6 ms. */
const COMPRESS: Record<Exclude<Encoding, "identity">, (bytes: Buffer) => Promise<Buffer>> = {
  br: bytes => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: bytes => promisify(gzip)(bytes),
}

/** Below, compressing costs more than it saves. */
const WORTH_COMPRESSING = 1024

/**
 * Sends a feed, or 304 to who has it. Each encoding has its own strong entity tag, `"digest"`, `"digest-br"`; whichever of them
 * the reader names, it has this content. If-Modified-Since counts only without If-None-Match (RFC 9110, 13.2.2).
 */
export async function answerFeed(
  c: Context,
  { body, contentType, fileName, lastModified }: FeedAnswer,
): Promise<Response> {
  const bytes = Buffer.from(body)
  const digest = createHash("sha256").update(bytes).digest("base64url").slice(0, 27)
  const encoding: Encoding = bytes.length < WORTH_COMPRESSING ? "identity" : encodingOf(c)
  const headers: Record<string, string> = {
    ETag: encoding === "identity" ? `"${digest}"` : `"${digest}-${encoding}"`,
    "Last-Modified": lastModified.toUTCString(),
    "Cache-Control": "public, max-age=300",
    Vary: "Accept-Encoding",
  }
  if (isKnown(c, digest, lastModified)) return c.body(null, 304, headers)
  const sent = encoding === "identity" ? bytes : await COMPRESS[encoding](bytes)
  return c.body(new Uint8Array(sent), 200, {
    ...headers,
    "Content-Type": contentType,
    "Content-Disposition": `inline; filename="${fileName}"`,
    "Content-Length": String(sent.length),
    "X-Content-Type-Options": "nosniff",
    ...(encoding !== "identity" && { "Content-Encoding": encoding }),
  })
}

const encodingOf = (c: Context): Encoding =>
  accepts(c, {
    header: "Accept-Encoding",
    supports: ["br", "gzip"],
    default: "identity",
    match: (accepted, { supports, default: plain }) =>
      supports.find(name => accepted.some(a => a.type.toLowerCase() === name && a.q > 0)) ?? plain,
  }) as Encoding

function isKnown(c: Context, digest: string, lastModified: Date): boolean {
  const tags = c.req.header("If-None-Match")
  if (tags !== undefined) {
    if (tags.trim() === "*") return true
    return [...tags.matchAll(/"([^"]*)"/g)].some(([, tag]) => tag!.replace(/-(?:br|gzip)$/, "") === digest)
  }
  const since = Date.parse(c.req.header("If-Modified-Since") ?? "")
  return !Number.isNaN(since) && Math.floor(lastModified.getTime() / 1000) <= since / 1000
}

/** `application/problem+json` (RFC 9457). */
export const problem = (
  c: Context,
  status: 400 | 404 | 405 | 410,
  title: string,
  more: Record<string, unknown> = {},
): Response =>
  c.body(JSON.stringify({ type: "about:blank", title, status, ...more }), status, {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
  })
