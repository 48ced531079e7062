import type { Variant } from "../../src/domain/dialect.ts"
import type { JsonObject } from "../../src/domain/json.ts"
import type { Db } from "../../src/store/db.ts"
import { ed25519KeyId, type Keyring } from "../signatures/keyring.ts"
import { addProof } from "../signatures/proof/sign.ts"
import { gancioForm } from "../vocab/writing/gancio.ts"
import { wireJson } from "../vocab/writing/json.ts"
import { mobilizonForm } from "../vocab/writing/mobilizon.ts"

export interface ActivityInDialect {
  /** the activity as it was recorded */
  body: string
  variant: Variant
  /** uuid of our actor that sends it in this dialect */
  actorId: string
}

/**
 * Writes an activity in the dialect of its receiver. The text is not stored: the same activity gives the same bytes each time, proof
 * included, since Ed25519 is deterministic. An activity without a proof gets none.
 */
export type InDialect = (db: Db, activity: ActivityInDialect) => Promise<string>

export const createDialects =
  (origin: string, keyring: Pick<Keyring, "readKeys">): InDialect =>
  async (db, { body, variant, actorId }) => {
    if (variant === "") return body
    const { proof, ...activity } = JSON.parse(body) as JsonObject
    const adapted = variant === "mobilizon" ? mobilizonForm(activity) : gancioForm(origin, activity, variant)
    if (!adapted) return body
    // in the order of RFC 8785, whatever order was recorded
    const context = wireJson(adapted["@context"])
    const document: JsonObject = wireJson({ ...adapted, "@context": context })
    const text = JSON.stringify(document)
    if (!proof) return text
    const { ed25519 } = await keyring.readKeys(db, actorId)
    const created = new Date(String((proof as JsonObject).created))
    const canonical = { body: text, context: JSON.stringify(context) }
    return addProof(canonical, ed25519KeyId(String(document.actor)), ed25519, created)
  }
