import { createHash } from "node:crypto"
import serialize from "json-canon"
import type { JsonObject } from "../../src/domain/json.ts"
import { typeOf } from "../vocab/reading/ids.ts"

/**
 * Tells a repeated activity from a new one under the same id: equal content is a repeat, whatever context and signatures it comes with.
 * Hubzilla sends an edit under the id of the first Invite; snac2's Like of an object always has the same id, and another
 * `published`.
 * @param signature value of the HTTP signature, which tells one request from another for a Follow and its Undo: Gancio's never
 *   change, so that only the time of signing tells a second Follow from a repeat
 * @returns SHA-256 of the RFC 8785 text, base64url
 * @throws when the JSON holds a number that is out of range, or half a surrogate pair
 */
export function digestOfActivity(json: JsonObject, signature: string): string {
  const { "@context": _, signature: __, proof: ___, ...content } = json
  const hash = createHash("sha256").update(serialize(content))
  const isOfFollowing = json.type === "Follow" || (json.type === "Undo" && typeOf(json.object) === "Follow")
  if (isOfFollowing) hash.update(`\n${signature}`)
  return hash.digest("base64url")
}
