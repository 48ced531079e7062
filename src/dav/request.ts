import type { Context } from "hono"
import { bodyLimit } from "hono/body-limit"
import { Refusal } from "./refusal.ts"
import { type Element, readXml } from "./request-xml.ts"

const MAX_BODY_BYTES = 256 * 1024

const tooLarge = (): never => {
  throw new Refusal(413, "the body must not exceed 256 kB")
}

/** Stops reading at the limit when the length was not announced. */
const limit = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooLarge })

/** The root of the body, null of an empty one, whatever its type is called. @throws {Refusal} 400, 403, 413, 415 */
export async function readBody(c: Context): Promise<Element | null> {
  // before the body is touched: a stream that was opened and left keeps the client from reading why it was refused
  if (Number(c.req.header("Content-Length")) > MAX_BODY_BYTES) tooLarge()
  if (c.req.header("Content-Encoding")) throw new Refusal(415, "the body must not be compressed")
  await limit(c, async () => {})
  let text: string
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await c.req.arrayBuffer())
  } catch {
    throw new Refusal(400, "the body cannot be read: its bytes are not UTF-8")
  }
  return readXml(text)
}

/** How deep a PROPFIND looks. @throws {Refusal} 403 `D:propfind-finite-depth` without end, which is what no header says too */
export function depthOf(c: Context): 0 | 1 {
  const depth = c.req.header("Depth")?.trim().toLowerCase() ?? "infinity"
  if (depth === "0" || depth === "1") return Number(depth) as 0 | 1
  if (depth !== "infinity") throw new Refusal(400, `Depth: "${depth.slice(0, 40)}" is not 0, 1 or infinity`)
  throw new Refusal(403, "Depth must be 0 or 1", { "D:propfind-finite-depth": [{}] })
}

/** Whether what is not there can be left out (RFC 8144; before it, Apple and Microsoft said `Brief`). */
export const wantsMinimal = (c: Context): boolean =>
  /(^|[,;\s])return\s*=\s*"?minimal\b/i.test(c.req.header("Prefer") ?? "") ||
  c.req.header("Brief")?.trim().toLowerCase() === "t"
