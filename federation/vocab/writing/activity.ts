import type { ActivityToRender } from "../../../src/actions/site.ts"
import type { Actor } from "../../../src/domain/calendar.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { isoSeconds } from "../../../src/domain/time.ts"
import type { CanonicalText } from "../../signatures/proof/sign.ts"
import { CONTEXT, NAMING_CONTEXT } from "./context.ts"
import { PUBLIC, wireJson } from "./json.ts"

/** The two contexts, serialised once. */
const WITH_OBJECT = JSON.stringify(CONTEXT)
const NAMING = JSON.stringify(NAMING_CONTEXT)

/**
 * The text of an activity without its proof, its members in the order of RFC 8785. It is addressed to the public and the actor's followers,
 * unless `to` names its recipients.
 */
export function activityText(
  origin: string,
  { actor, id, object: about, published, result, to, type }: ActivityByActor,
): CanonicalText {
  const { context, object } = underContext(about)
  // in order: the members before the object, which is serialised already, and those after it
  const before = {
    actor: absolute(origin, paths.actor(actor.handle)),
    cc: to ? [] : [absolute(origin, paths.followers(actor.handle))],
    id: absolute(origin, paths.activity(id)),
  }
  const after = { published: isoSeconds(published), ...(result && { result }), to: to ?? [PUBLIC], type }
  const members = `${membersOf(before)},"object":${object},${membersOf(after)}`
  return { context, body: `{"@context":${context},${members}}` }
}

type ActivityByActor = ActivityToRender & { actor: Pick<Actor, "handle"> }

const membersOf = (part: Record<string, unknown>): string => JSON.stringify(wireJson(part)).slice(1, -1)

/** The text of an object without its context, and the context of the whole activity. */
function underContext(object: ActivityByActor["object"]): { context: string; object: string } {
  if (typeof object === "string") return { context: NAMING, object: JSON.stringify(object) }
  if ("body" in object) return parted(object.body)
  const embedded = Object.fromEntries(Object.entries(object).filter(([name]) => !ENVELOPE.has(name)))
  return { context: WITH_OBJECT, object: JSON.stringify(wireJson(embedded)) }
}

const HEAD = `{"@context":${WITH_OBJECT},`

/** An object that an older version serialised keeps its context, and its members are sorted. */
function parted(body: string): { context: string; object: string } {
  if (body.startsWith(HEAD)) return { context: WITH_OBJECT, object: `{${body.slice(HEAD.length)}` }
  const { "@context": context, ...object } = JSON.parse(body) as JsonObject
  return { context: JSON.stringify(wireJson(context)), object: JSON.stringify(wireJson(object)) }
}

/** Members of the document of somebody else's activity that do not belong to the activity embedded here. */
const ENVELOPE = new Set(["@context", "signature", "proof"])
