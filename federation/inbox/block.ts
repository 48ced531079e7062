import { endFollow } from "../../src/actions/followers/remove.ts"
import { actorAt } from "../../src/store/targets.ts"
import { idOf } from "../vocab/reading/ids.ts"
import { type ActivityHandler, outcome, ownPath } from "./handler.ts"

/** An actor that blocks one of ours no longer follows it. */
export const block: ActivityHandler = (incoming, context) => {
  const path = ownPath(context, idOf(incoming.activity.object))
  return async trx => {
    const actor = path === null ? null : await actorAt(trx, path)
    if (!actor) return "ignored"
    return outcome(
      await endFollow(
        trx,
        context.site,
        incoming.by,
        { actorId: actor.id, remoteId: incoming.actor },
        null,
        incoming.receivedAt,
      ),
    )
  }
}
