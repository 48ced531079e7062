import type { Context } from "hono"
import { bodyLimit } from "hono/body-limit"
import { readXml, type XmlElement, XmlError } from "../text/xml.ts"
import { DavError } from "./error.ts"
import { nameOf } from "./names.ts"

const MAX_BODY_BYTES = 256 * 1024
/** No request of WebDAV is deeper than ten. */
const DEEPEST = 24
const MOST_ATTRIBUTES = 32

const tooLarge = (): never => {
  throw new DavError(413, "the body must not exceed 256 kB")
}

/** Stops reading at the limit when the length was not announced. */
const limit = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooLarge })

/** The root of the body, null of an empty one, whatever its media type. @throws {DavError} 400, 403, 413, 415 */
export async function readBody(c: Context): Promise<XmlElement | null> {
  // before the body is touched: with a stream that was opened and not read to its end, the client never reads why it was refused
  if (Number(c.req.header("Content-Length")) > MAX_BODY_BYTES) tooLarge()
  if (c.req.header("Content-Encoding")) throw new DavError(415, "the body must not be compressed")
  await limit(c, async () => {})
  let text: string
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await c.req.arrayBuffer())
  } catch {
    throw new DavError(400, "the body cannot be read: its bytes are not UTF-8")
  }
  return text.trim() === "" ? null : rootOf(text)
}

function rootOf(body: string): XmlElement | null {
  try {
    return readXml(body, { strict: true, deepest: DEEPEST, mostAttributes: MOST_ATTRIBUTES, nameOf })
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    // refused before anything that the document type declares could be used (RFC 4918 §20.6)
    if (error.kind === "doctype") throw new DavError(403, error.message, { "D:no-external-entities": [{}] })
    throw new DavError(400, `the body cannot be read: ${error.message}`)
  }
}

/**
 * How many levels a PROPFIND covers.
 * @throws {DavError} 403 `D:propfind-finite-depth` for infinity, which an absent header means too
 */
export function depthOf(c: Context): 0 | 1 {
  const depth = c.req.header("Depth")?.trim().toLowerCase() ?? "infinity"
  if (depth === "0" || depth === "1") return Number(depth) as 0 | 1
  if (depth !== "infinity") throw new DavError(400, `Depth: "${depth.slice(0, 40)}" is not 0, 1 or infinity`)
  throw new DavError(403, "Depth must be 0 or 1", { "D:propfind-finite-depth": [{}] })
}

/** Whether missing properties may be left out (RFC 8144; before it, Apple and Microsoft sent `Brief`). */
export const wantsMinimal = (c: Context): boolean =>
  /(^|[,;\s])return\s*=\s*"?minimal\b/i.test(c.req.header("Prefer") ?? "") ||
  c.req.header("Brief")?.trim().toLowerCase() === "t"
