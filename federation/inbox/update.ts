import { putRemoteActor, readRemoteActor } from "../../src/store/remote-actors.ts"
import { isSameId } from "../remote/identity.ts"
import { readActor, remoteActorOf } from "../vocab/reading/actor.ts"
import { idOf } from "../vocab/reading/ids.ts"
import { first } from "../vocab/reading/lists.ts"
import { create } from "./create.ts"
import { type ActivityHandler, ignore } from "./handler.ts"

/** A newer version of an object, or of the actor itself. */
export const update: ActivityHandler = async (incoming, context) => {
  const id = idOf(incoming.activity.object)
  if (id === null || !isSameId(id, incoming.actor)) return create(incoming, context)
  // its key or inbox may have changed: the document is fetched again when it is needed
  await context.directory.forget(incoming.actor)
  const document = readActor(first(incoming.activity.object), incoming.receivedAt)
  if (typeof document === "string") return ignore
  return async trx => {
    if (!(await readRemoteActor(trx, incoming.actor))) return "ignored"
    await putRemoteActor(trx, { ...remoteActorOf(document), id: incoming.actor })
    return "done"
  }
}
