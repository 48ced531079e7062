import { removePartnerEvent } from "../../src/actions/partner-events/partner-events.ts"
import { forgetActor } from "../../src/actions/remote-actors/forget.ts"
import { removeReply } from "../../src/actions/replies/replies.ts"
import { sameServer } from "../../src/domain/hosts.ts"
import { PermanentError } from "../remote/failure.ts"
import { deletesItself } from "../remote/identity.ts"
import { idOf } from "../vocab/reading/ids.ts"
import { type ActivityHandler, outcome } from "./handler.ts"

/** A reply, an event or the actor itself was deleted. Only the id is read: Gancio and WordPress embed the undeleted event. */
export const remove: ActivityHandler = async (incoming, context) => {
  const { actor, activity, receivedAt } = incoming
  const id = idOf(activity.object)
  if (id === null || !sameServer(id, actor)) throw new PermanentError("the object is not on the host of its actor")
  if (deletesItself({ type: "Delete", actor, object: activity.object })) {
    await context.directory.forget(actor)
    return async trx => {
      await forgetActor(trx, context.site, incoming.by, actor, receivedAt)
      return "done"
    }
  }
  return async trx => {
    const removal = { id, sender: actor, at: receivedAt }
    const reply = await removeReply(trx, context.site, incoming.by, removal)
    const event = await removePartnerEvent(trx, context.site, incoming.by, removal)
    return outcome(reply || event)
  }
}
