import { isObject, type JsonObject } from "../../src/domain/json.ts"
import { problemOfText } from "../remote/json-bounds.ts"
import { RequestRefusal } from "./refusal.ts"

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false })

/**
 * The JSON object of a body, whose bounds are checked before it is parsed.
 * @throws {RequestRefusal} 400
 */
export function parseObject(body: Uint8Array): JsonObject {
  let text: string
  try {
    text = utf8.decode(body)
  } catch {
    throw new RequestRefusal(400, "the body is not UTF-8")
  }
  const reason = problemOfText(text)
  if (reason) throw new RequestRefusal(400, `the body ${reason}`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new RequestRefusal(400, "the body is not JSON")
  }
  if (!isObject(value)) throw new RequestRefusal(400, "the body must be a JSON object")
  return value
}
