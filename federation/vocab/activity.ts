import type { ActivityToRender } from "../../src/actions/house.ts"
import type { Actor } from "../../src/domain/calendar.ts"
import { absolute, paths } from "../../src/domain/paths.ts"
import { isoSeconds } from "../../src/domain/time.ts"
import { CONTEXT } from "./context.ts"
import { embedded, type Json, PUBLIC, withoutNulls } from "./json.ts"

/** Proofs and signatures of what we embed were made for another document. */
const ENVELOPE = new Set(["signature", "proof"])

/** What is accepted or undone is embedded whole, under our context. */
function objectOf(object: ActivityToRender["object"]): Json | string {
  if (typeof object === "string") return object
  return Object.fromEntries(Object.entries(embedded(object)).filter(([key]) => !ENVELOPE.has(key)))
}

/** An activity without its proof. Public unless `to` says whose it is: then it goes to them alone. */
export function activityObject(origin: string, activity: ActivityToRender & { actor: Pick<Actor, "handle"> }): Json {
  const { actor, id, object, published, result, to, type } = activity
  const said = withoutNulls({
    id: absolute(origin, paths.activity(id)),
    type,
    actor: absolute(origin, paths.actor(actor.handle)),
    to: to ?? [PUBLIC],
    cc: to ? [] : [absolute(origin, paths.followers(actor.handle))],
    published: isoSeconds(published),
    object: objectOf(object),
    ...(result && { result }),
  })
  return { "@context": CONTEXT, ...said }
}
