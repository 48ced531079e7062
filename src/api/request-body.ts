import type { Context } from "hono"
import { bodyLimit } from "hono/body-limit"
import { DomainError } from "../domain/errors.ts"
import { HttpProblem } from "./problem.ts"

const MAX_BODY_BYTES = 1024 * 1024

const tooLarge = (): never => {
  throw new DomainError("body-too-large")
}

/** Stops reading at the limit when the length was not announced. */
const limit = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooLarge })

/** A request's body: its bytes, which identify repeats, and the JSON that they hold. */
interface RequestBody {
  bytes: Uint8Array
  json: unknown
}

/**
 * Reads a JSON body. An empty one is `{}`: verbs without parameters need none.
 * @throws {HttpProblem} 415 for another type, 400 for what is not JSON; {@link DomainError} `body-too-large`
 */
export async function readBody(c: Context): Promise<RequestBody> {
  // before the body is touched: with a stream that was opened and not read to its end, the connection breaks before the client
  // reads why
  if (Number(c.req.header("Content-Length")) > MAX_BODY_BYTES) tooLarge()
  await limit(c, async () => {})
  const bytes = new Uint8Array(await c.req.arrayBuffer())
  if (bytes.length === 0) return { bytes, json: {} }
  const type = c.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase() ?? ""
  if (!/^application\/([\w.-]+\+)?json$/.test(type)) {
    throw new HttpProblem(415, `the body must be application/json${type && `, not ${type}`}`, {
      headers: { Accept: "application/json" },
    })
  }
  try {
    return { bytes, json: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) }
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : "the bytes are not UTF-8"
    throw new HttpProblem(400, `the body is not JSON: ${reason}`)
  }
}
