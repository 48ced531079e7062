import type { Readable, Transform } from "node:stream"
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib"
import { OutgoingError } from "./error.ts"

const DECODERS: Record<string, () => Transform> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

/** The encodings that requests ask for; `DECODERS` reads some more. */
export const ACCEPT_ENCODING = "gzip, br"

/**
 * Reads a body to its end and decompresses it, up to `maxBytes` after decompression.
 * @param encoding the Content-Encoding header
 * @throws {OutgoingError} `too-large`, `encoding`; and the errors of the stream
 */
export async function readBounded(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
  url: string,
): Promise<Buffer> {
  const names = (encoding ?? "")
    .toLowerCase()
    .split(",")
    .map(name => name.trim())
    .filter(name => name && name !== "identity")
  const decoder = names.length === 1 ? DECODERS[names[0]!] : undefined
  if (names.length > 0 && !decoder) {
    body.destroy()
    throw new OutgoingError("encoding", url, `content-encoding "${encoding}" is not known`)
  }
  const stream = decoder ? body.pipe(decoder()) : body
  // pipe does not forward errors: without this the decoder would wait for an aborted body
  if (stream !== body) body.on("error", error => stream.destroy(error))
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxBytes) throw new OutgoingError("too-large", url, `more than ${maxBytes} bytes`)
      chunks.push(chunk)
    }
  } catch (error) {
    if (decoder && /^(Z_|ERR__|ERR_BROTLI|ERR_ZSTD|ZSTD_)/.test((error as NodeJS.ErrnoException).code ?? "")) {
      throw new OutgoingError("encoding", url, `the body is not ${names[0]}`, { cause: error })
    }
    throw error
  } finally {
    body.destroy()
    stream.destroy()
  }
  return Buffer.concat(chunks, size)
}
