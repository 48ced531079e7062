import { react } from "../../src/actions/reactions/reactions.ts"
import type { ReactionKind } from "../../src/store/reactions.ts"
import { isPost, objectAt } from "../../src/store/targets.ts"
import { dateOf } from "../vocab/reading/date.ts"
import { idOf } from "../vocab/reading/ids.ts"
import {
  type ActivityHandler,
  type Effect,
  type HandlerContext,
  type IncomingActivity,
  outcome,
  ownPath,
} from "./handler.ts"

/** A like of one of our objects. An emoji (Akkoma's EmojiReact) counts as a like too; each actor counts once. */
export const like: ActivityHandler = (incoming, context) => reaction(incoming, context, "like")

/** Counts a reaction to one of our objects, which may be named by its id, its page, or the id of its Create (Hubzilla). */
export function reaction(
  { id, actor, by, activity, receivedAt }: IncomingActivity,
  context: HandlerContext,
  kind: ReactionKind,
): Effect {
  const path = ownPath(context, idOf(activity.object))
  const published = dateOf(activity.published)
  return async trx => {
    const target = path === null ? null : await objectAt(trx, path)
    if (!target || !isPost(target)) return "ignored"
    const at = published && published < receivedAt ? published : null
    return outcome(await react(trx, context.site, by, { objectPath: target.path, actor, kind, activityId: id }, at))
  }
}
