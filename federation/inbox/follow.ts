import { acceptFollow } from "../../src/actions/followers/accept.ts"
import { actorAt } from "../../src/store/targets.ts"
import { idOf, idsOf } from "../vocab/reading/ids.ts"
import { type ActivityHandler, author, ignore, outcome, ownPath } from "./handler.ts"

/** A new follower of one of our actors, which is named by its id, by its page (Hubzilla), or as the only recipient. */
export const follow: ActivityHandler = async (incoming, context) => {
  const { activity, actor: remoteId, id } = incoming
  const named = [idOf(activity.object), ...(idsOf(activity.to).length === 1 ? idsOf(activity.to) : [])]
  let actor = null
  for (const iri of named) {
    const path = ownPath(context, iri)
    actor ??= path === null ? null : await actorAt(context.db, path)
  }
  if (!actor) return ignore
  const remote = await author(context, remoteId)
  await context.learnHost(remote.host)
  return async trx =>
    outcome(
      await acceptFollow(trx, context.site, incoming.by, {
        actor,
        remote,
        follow: { id, object: idOf(activity.object) },
      }),
    )
}
