import { followRemote, unfollow } from "../../src/actions/following/follow.ts"
import { hostOf } from "../../src/domain/hosts.ts"
import { anyBlocked } from "../../src/store/blocked-hosts.ts"
import { partnerAmong } from "../../src/store/following.ts"
import { isSameId } from "../remote/directory.ts"
import { Hopeless } from "../remote/failure.ts"
import { remoteActorOf } from "../vocab/reading/actor.ts"
import { idOf } from "../vocab/reading/ids.ts"
import { type Handler, ignore } from "./handler.ts"

/** A partner goes elsewhere: we follow it there, when the new place says that it was the old one. Followers of ours who move follow anew. */
export const move: Handler = async ({ actor, activity }, inbox) => {
  const [from, to] = [idOf(activity.object), idOf(activity.target)]
  if (from === null || to === null || !isSameId(from, actor)) throw new Hopeless("moves someone else, or nowhere")
  if ((await partnerAmong(inbox.db, [actor])) === null) return ignore
  if (await anyBlocked(inbox.db, [hostOf(to)!])) throw new Hopeless(`${to}: its host is blocked here`)
  // it may have said so since it was last asked
  const found = (await inbox.directory.refresh(to)) ?? (await inbox.directory.find(to))
  if (!found.actor) throw found.temporary ? new Error(found.reason) : new Hopeless(found.reason)
  if (!found.actor.alsoKnownAs.includes(actor)) throw new Hopeless(`${to} does not say that it was ${actor}`)
  const remote = remoteActorOf(found.actor)
  return async trx => {
    await followRemote(trx, inbox.site, remote)
    await unfollow(trx, inbox.site, actor)
    return "done"
  }
}
