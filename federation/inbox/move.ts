import { movePartner } from "../../src/actions/following/move.ts"
import { hostOf } from "../../src/domain/hosts.ts"
import { anyBlocked } from "../../src/store/blocked-hosts.ts"
import { partnerAmong } from "../../src/store/following.ts"
import { PermanentError } from "../remote/failure.ts"
import { isSameId } from "../remote/identity.ts"
import { remoteActorOf } from "../vocab/reading/actor.ts"
import { idOf } from "../vocab/reading/ids.ts"
import { type ActivityHandler, actorOf, ignore } from "./handler.ts"

/**
 * A partner moves to another actor: it is followed there, if that actor lists the old one in `alsoKnownAs`. Followers of ours that
 * move follow again by themselves.
 */
export const move: ActivityHandler = async ({ actor, activity, by }, context) => {
  const [from, to] = [idOf(activity.object), idOf(activity.target)]
  if (from === null || to === null || !isSameId(from, actor)) throw new PermanentError("moves someone else, or nowhere")
  if ((await partnerAmong(context.db, [actor])) === null) return ignore
  if (await anyBlocked(context.db, [hostOf(to)!])) throw new PermanentError(`${to}: its host is blocked here`)
  // the stored document may be older than its `alsoKnownAs`
  const successor = actorOf((await context.directory.refresh(to)) ?? (await context.directory.find(to)))
  if (!successor.alsoKnownAs.includes(actor)) throw new PermanentError(`${to} does not say that it was ${actor}`)
  const remote = remoteActorOf(successor)
  return async trx => {
    await movePartner(trx, context.site, by, actor, remote)
    return "done"
  }
}
