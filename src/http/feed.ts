import { pipeline, Readable } from "node:stream"
import type { Context } from "hono"
import { LEAST_BYTES, pack, packer } from "./compression.ts"
import { digestOf, isUnchanged } from "./conditional.ts"
import { type Encoding, encodingFor } from "./encoding.ts"

/** What a feed's headers say of it. */
interface FeedDescription {
  contentType: string
  fileName: string
  lastModified: Date
  /** absolute address of what did not fit */
  next?: string | undefined
}

interface FeedFile extends FeedDescription {
  body: string | Buffer
}

interface FeedStream extends FeedDescription {
  chunks: () => AsyncIterable<string>
  /** of what the chunks are made from: it changes whenever they would */
  digest: string
}

/** What a conditional request is answered from, without the bytes. */
export interface FeedVersion {
  digest: string
  /** long enough to be compressed for clients that accept it */
  compressible: boolean
  lastModified: Date
  next: string | undefined
}

export const versionOf = ({ body, lastModified, next }: Pick<FeedFile, "body" | "lastModified" | "next">) =>
  ({
    digest: digestOf(body),
    compressible: Buffer.byteLength(body) >= LEAST_BYTES,
    lastModified,
    next,
  }) satisfies FeedVersion

/** Sends a feed, or 304. Each encoding has a strong entity tag of its own, `"digest"`, `"digest-br"`. */
export async function answerFeed(
  c: Context,
  feed: FeedFile,
  version: FeedVersion = versionOf(feed),
): Promise<Response> {
  const unchanged = answerUnchanged(c, version)
  if (unchanged) return unchanged
  const encoding = version.compressible ? encodingFor(c.req) : "identity"
  const bytes = (typeof feed.body === "string" ? Buffer.from(feed.body) : feed.body) as Buffer<ArrayBuffer>
  const sent = encoding === "identity" ? bytes : await pack(bytes, encoding)
  const length = { "Content-Length": String(sent.length) }
  const headers = { ...headersOf(version, encoding), ...contentHeaders(feed, encoding), ...length }
  return new Response(sent, { headers })
}

/** 304 to a client that has this version; null when it must be sent. */
export function answerUnchanged(c: Context, version: FeedVersion): Response | null {
  const encoding = version.compressible ? encodingFor(c.req) : "identity"
  return isUnchanged(c.req, { etag: tagOf(version, encoding), lastModified: version.lastModified })
    ? new Response(null, { status: 304, headers: headersOf(version, encoding) })
    : null
}

/** The same for what is too long to be held in memory: chunks are made while they are sent, no faster than the client reads. */
export function answerStream(c: Context, { chunks, digest, lastModified, next, ...file }: FeedStream): Response {
  const version = { digest, compressible: true, lastModified, next }
  const unchanged = answerUnchanged(c, version)
  if (unchanged) return unchanged
  const encoding = encodingFor(c.req)
  const headers = { ...headersOf(version, encoding), ...contentHeaders(file, encoding) }
  if (c.req.method === "HEAD") return new Response(null, { headers })
  const source = Readable.from(encoded(chunks()))
  const packed = encoding === "identity" ? source : joined(source, packer(encoding))
  return new Response(Readable.toWeb(packed) as ReadableStream, { headers })
}

async function* encoded(chunks: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk)
}

/** What ends one ends the other: a client that leaves, a chunk that cannot be made. */
function joined(source: Readable, transform: ReturnType<typeof packer>): Readable {
  pipeline(source, transform, () => {})
  return transform
}

const tagOf = ({ digest }: FeedVersion, encoding: Encoding): string =>
  encoding === "identity" ? `"${digest}"` : `"${digest}-${encoding}"`

const headersOf = (version: FeedVersion, encoding: Encoding): Record<string, string> => ({
  ETag: tagOf(version, encoding),
  "Last-Modified": version.lastModified.toUTCString(),
  "Cache-Control": "public, max-age=300",
  Vary: "Accept-Encoding",
  ...(version.next && { Link: `<${version.next}>; rel="next"` }),
})

const contentHeaders = (file: Pick<FeedDescription, "contentType" | "fileName">, encoding: Encoding) => ({
  "Content-Type": file.contentType,
  "Content-Disposition": `inline; filename="${file.fileName}"`,
  "X-Content-Type-Options": "nosniff",
  ...(encoding !== "identity" && { "Content-Encoding": encoding }),
})
