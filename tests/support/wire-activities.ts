import type { KeyObject } from "node:crypto"
import serialize from "json-canon"
import { addProof } from "../../federation/signatures/proof/sign.ts"
import { activityText } from "../../federation/vocab/writing/activity.ts"
import { CONTEXT } from "../../federation/vocab/writing/context.ts"
import type { ActivityToRender, EmbeddedActivity, WireObject } from "../../src/actions/site.ts"
import type { JsonObject } from "../../src/domain/json.ts"

/** A document of ours as actions hold it. */
export const wireObject = (json: JsonObject): WireObject => ({
  path: new URL(String(json.id)).pathname,
  type: String(json.type),
  json,
  body: JSON.stringify(json),
})

type ActivityParts = Omit<ActivityToRender, "object" | "actor"> & {
  actor: Parameters<typeof activityText>[1]["actor"]
  object: JsonObject | string
}

/** An activity without its proof, as a receiver parses it; what has our context is embedded as a document of ours. */
export function activityObject(origin: string, { object, ...parts }: ActivityParts): JsonObject {
  const embedded = () =>
    ofOurs(object as JsonObject) ? wireObject(object as JsonObject) : (object as unknown as EmbeddedActivity)
  const activity = { ...parts, object: typeof object === "string" ? object : embedded() } as Parameters<
    typeof activityText
  >[1]
  return JSON.parse(activityText(origin, activity).body)
}

const ofOurs = (object: JsonObject): boolean => JSON.stringify(object["@context"]) === JSON.stringify(CONTEXT)

/** Anybody's document with a proof, names in whatever order. */
export const withProof = async (
  document: JsonObject,
  keyId: string,
  key: KeyObject,
  created: Date,
): Promise<JsonObject> => {
  const text = { body: serialize(document), context: serialize(document["@context"] ?? null) }
  return JSON.parse(await addProof(text, keyId, key, created))
}
