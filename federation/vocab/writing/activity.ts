import type { ActivityToRender } from "../../../src/actions/site.ts"
import type { Actor } from "../../../src/domain/calendar.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { isoSeconds } from "../../../src/domain/time.ts"
import type { CanonicalText } from "../../signatures/proof/sign.ts"
import { CONTEXT, NAMING_CONTEXT } from "./context.ts"
import { PUBLIC, wireJson } from "./json.ts"

/** Each is printed once. */
const WITH_OBJECT = JSON.stringify(CONTEXT)
const NAMING = JSON.stringify(NAMING_CONTEXT)

/** An activity without its proof. Public unless `to` says whose it is: then it goes to them alone. */
export function activityText(
  origin: string,
  { actor, id, object: about, published, result, to, type }: Said,
): CanonicalText {
  const { context, object } = underContext(about)
  // names in order: those before the object, which is printed already, and those after it
  const before = {
    actor: absolute(origin, paths.actor(actor.handle)),
    cc: to ? [] : [absolute(origin, paths.followers(actor.handle))],
    id: absolute(origin, paths.activity(id)),
  }
  const after = { published: isoSeconds(published), ...(result && { result }), to: to ?? [PUBLIC], type }
  const members = `${membersOf(before)},"object":${object},${membersOf(after)}`
  return { context, body: `{"@context":${context},${members}}` }
}

type Said = ActivityToRender & { actor: Pick<Actor, "handle"> }

const membersOf = (part: Record<string, unknown>): string => JSON.stringify(wireJson(part)).slice(1, -1)

/** The text of an object without its context, and the context that goes over the whole. */
function underContext(object: Said["object"]): { context: string; object: string } {
  if (typeof object === "string") return { context: NAMING, object: JSON.stringify(object) }
  if ("body" in object) return parted(object.body)
  const said = Object.fromEntries(Object.entries(object).filter(([name]) => !ENVELOPE.has(name)))
  return { context: WITH_OBJECT, object: JSON.stringify(wireJson(said)) }
}

const HEAD = `{"@context":${WITH_OBJECT},`

/** One that an older version printed keeps its context, and its names are put in order. */
function parted(body: string): { context: string; object: string } {
  if (body.startsWith(HEAD)) return { context: WITH_OBJECT, object: `{${body.slice(HEAD.length)}` }
  const { "@context": context, ...object } = JSON.parse(body) as JsonObject
  return { context: JSON.stringify(wireJson(context)), object: JSON.stringify(wireJson(object)) }
}

/** What belongs to the document that another's activity came in. */
const ENVELOPE = new Set(["@context", "signature", "proof"])
