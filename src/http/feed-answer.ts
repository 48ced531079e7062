import { createHash } from "node:crypto"
import { pipeline, Readable, type Transform } from "node:stream"
import { promisify } from "node:util"
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from "node:zlib"
import type { Context } from "hono"
import { accepts } from "hono/accepts"

export interface FeedAnswer {
  body: string | Buffer
  contentType: string
  fileName: string
  lastModified: Date
  /** absolute address of what did not fit */
  next?: string | undefined
}

/** What says whether a reader has it, without the bytes. */
export interface Mark {
  digest: string
  /** long enough to be compressed for who takes that */
  packed: boolean
  lastModified: Date
  next: string | undefined
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
export async function answerFeed(c: Context, feed: FeedAnswer, mark: Mark = markOf(feed)): Promise<Response> {
  const unchanged = notModified(c, mark)
  if (unchanged) return unchanged
  const encoding = mark.packed ? encodingOf(c) : "identity"
  const bytes = typeof feed.body === "string" ? Buffer.from(feed.body) : feed.body
  const sent = encoding === "identity" ? bytes : await COMPRESS[encoding](bytes)
  return c.body(sent as Buffer<ArrayBuffer>, 200, {
    ...headersOf(feed, mark.digest, encoding),
    ...contentHeaders(feed, encoding),
    "Content-Length": String(sent.length),
  })
}

export const markOf = ({ body, lastModified, next }: Pick<FeedAnswer, "body" | "lastModified" | "next">): Mark => ({
  digest: createHash("sha256").update(body).digest("base64url").slice(0, 27),
  packed: Buffer.byteLength(body) >= WORTH_COMPRESSING,
  lastModified,
  next,
})

/** 304 to who has it; null when it must be sent. */
export function notModified(c: Context, { digest, packed, ...feed }: Mark): Response | null {
  if (!isKnown(c, digest, feed.lastModified)) return null
  return c.body(null, 304, headersOf(feed, digest, packed ? encodingOf(c) : "identity"))
}

/**
 * The same for what is too long to be held: its pieces are made while they are sent, no faster than the reader takes them.
 * @param digest of what the pieces are made from; it changes whenever they would
 */
export function answerPieces(
  c: Context,
  { pieces, digest, ...feed }: Omit<FeedAnswer, "body"> & { pieces: () => AsyncIterable<string>; digest: string },
): Response {
  const encoding = encodingOf(c)
  const headers = headersOf(feed, digest, encoding)
  if (isKnown(c, digest, feed.lastModified)) return c.body(null, 304, headers)
  const whole = { ...headers, ...contentHeaders(feed, encoding) }
  if (c.req.method === "HEAD") return c.body(null, 200, whole)
  const source = Readable.from(encoded(pieces()))
  const packed = encoding === "identity" ? source : compose(source, PACK[encoding]())
  return c.body(Readable.toWeb(packed) as ReadableStream, 200, whole)
}

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece)
}

const PACK: Record<Exclude<Encoding, "identity">, () => Transform> = {
  br: () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: () => createGzip(),
}

/** Whatever ends one ends the other: a reader who leaves, a piece that cannot be made. */
function compose(source: Readable, packer: Transform): Readable {
  pipeline(source, packer, () => {})
  return packer
}

const headersOf = (
  { lastModified, next }: Pick<FeedAnswer, "lastModified" | "next">,
  digest: string,
  encoding: Encoding,
): Record<string, string> => ({
  ETag: encoding === "identity" ? `"${digest}"` : `"${digest}-${encoding}"`,
  "Last-Modified": lastModified.toUTCString(),
  "Cache-Control": "public, max-age=300",
  Vary: "Accept-Encoding",
  ...(next && { Link: `<${next}>; rel="next"` }),
})

const contentHeaders = ({ contentType, fileName }: Omit<FeedAnswer, "body">, encoding: Encoding) => ({
  "Content-Type": contentType,
  "Content-Disposition": `inline; filename="${fileName}"`,
  "X-Content-Type-Options": "nosniff",
  ...(encoding !== "identity" && { "Content-Encoding": encoding }),
})

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
