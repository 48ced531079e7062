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

/** Someone likes one of ours. Every reaction counts as a like, an emoji (Akkoma's EmojiReact) too: one a person. */
export const like: ActivityHandler = (incoming, inbox) => reaction(incoming, inbox, "like")

/** Counts what someone does to an object of ours, wherever they take its name from: Hubzilla says the id of its Create. */
export function reaction(
  { id, actor, activity, receivedAt }: IncomingActivity,
  inbox: HandlerContext,
  kind: ReactionKind,
): Effect {
  const path = ownPath(inbox, idOf(activity.object))
  const said = dateOf(activity.published)
  return async trx => {
    const target = path === null ? null : await objectAt(trx, path)
    if (!target || !isPost(target)) return "ignored"
    const at = said && said < receivedAt ? said : null
    return outcome(await react(trx, { objectPath: target.path, actor, kind, activityId: id }, at))
  }
}
