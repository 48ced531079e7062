import type { Variant } from "../../src/domain/dialect.ts"
import type { JsonObject } from "../../src/domain/json.ts"
import type { Db } from "../../src/store/db.ts"
import { ed25519KeyId, type Keyring } from "../signatures/keys.ts"
import { proved } from "../signatures/proof.ts"
import { gancioForm } from "../vocab/writing/gancio.ts"
import { wireJson } from "../vocab/writing/json.ts"

export interface Said {
  /** an activity as it was recorded */
  body: string
  variant: Variant
  /** uuid of our actor that says it in this dialect */
  actorId: string
}

/**
 * An activity in the words of a dialect. They are not kept: made of the same bytes they are the same each time, proof included,
 * since Ed25519 takes no random number. What has none gets none.
 */
export type InDialect = (db: Db, said: Said) => Promise<string>

export const createDialects =
  (origin: string, keyring: Pick<Keyring, "readKeys">): InDialect =>
  async (db, { body, variant, actorId }) => {
    if (variant === "") return body
    const { proof, ...activity } = JSON.parse(body) as JsonObject
    const said = gancioForm(origin, activity, variant)
    if (!said) return body
    // in the order of RFC 8785, whatever was recorded in
    const context = wireJson(said["@context"])
    const form: JsonObject = wireJson({ ...said, "@context": context })
    const text = JSON.stringify(form)
    if (!proof) return text
    const { ed25519 } = await keyring.readKeys(db, actorId)
    const created = new Date(String((proof as JsonObject).created))
    const document = { body: text, context: JSON.stringify(context) }
    return proved(document, ed25519KeyId(String(form.actor)), ed25519, created)
  }
