import type { ActivityToRender } from "../../src/actions/house.ts"
import type { Actor } from "../../src/domain/calendar.ts"
import { absolute, paths } from "../../src/domain/paths.ts"
import { isoSeconds } from "../../src/domain/time.ts"
import type { CanonicalText } from "../proof.ts"
import { CONTEXT, NAMING_CONTEXT } from "./context.ts"
import { embedded, PUBLIC, wireJson } from "./json.ts"

/** Each is printed once. */
const WITH_OBJECT = JSON.stringify(CONTEXT)
const NAMING = JSON.stringify(NAMING_CONTEXT)

/** An activity without its proof. Public unless `to` says whose it is: then it goes to them alone. */
export function activityText(
  origin: string,
  { actor, id, object, published, result, to, type }: ActivityToRender & { actor: Pick<Actor, "handle"> },
): CanonicalText {
  const context = typeof object === "string" ? NAMING : WITH_OBJECT
  // names in order: those before the object, which is printed already, and those after it
  const before = {
    actor: absolute(origin, paths.actor(actor.handle)),
    cc: to ? [] : [absolute(origin, paths.followers(actor.handle))],
    id: absolute(origin, paths.activity(id)),
  }
  const after = { published: isoSeconds(published), ...(result && { result }), to: to ?? [PUBLIC], type }
  const members = `${membersOf(before)},"object":${textOf(object, context)},${membersOf(after)}`
  return { context, body: `{"@context":${context},${members}}` }
}

const membersOf = (part: Record<string, unknown>): string => JSON.stringify(wireJson(part)).slice(1, -1)

function textOf(object: ActivityToRender["object"], context: string): string {
  if (typeof object === "string") return JSON.stringify(object)
  if ("body" in object) return embedded(object.body, context)
  return JSON.stringify(wireJson(Object.fromEntries(Object.entries(object).filter(([name]) => !ENVELOPE.has(name)))))
}

/** What belongs to the document that another's activity came in. */
const ENVELOPE = new Set(["@context", "signature", "proof"])
