import { answerToFollow } from "../../src/actions/following/answer.ts"
import { isObject } from "../../src/domain/json.ts"
import { paths } from "../../src/domain/paths.ts"
import type { Db } from "../../src/store/db.ts"
import { actorOfFollow } from "../../src/store/following.ts"
import { actorAt } from "../../src/store/targets.ts"
import { idOf, typeOf } from "../vocab/reading/ids.ts"
import { first } from "../vocab/reading/lists.ts"
import {
  type ActivityHandler,
  type Effect,
  type HandlerContext,
  type IncomingActivity,
  outcome,
  ownPath,
} from "./handler.ts"

/** The answer to our Follow. An answer to an event (Friendica, Hubzilla) has the same type and is ignored. */
export const accept: ActivityHandler = (incoming, context) => answered(incoming, context, "accepted")
export const reject: ActivityHandler = (incoming, context) => answered(incoming, context, "rejected")

const answered =
  (incoming: IncomingActivity, context: HandlerContext, answer: "accepted" | "rejected"): Effect =>
  async trx => {
    const actorId = await followingActor(trx, incoming, context)
    if (!actorId) return "ignored"
    return outcome(await answerToFollow(trx, context.site, incoming.by, { actorId, remoteId: incoming.actor }, answer))
  }

/**
 * Uuid of our actor whose Follow is answered. An embedded Follow is recognised by its actor and object, not by its id: PeerTube, WordPress
 * and Misskey send another id.
 */
async function followingActor(
  db: Db,
  { activity, actor }: IncomingActivity,
  context: HandlerContext,
): Promise<string | null> {
  const follow = first(activity.object)
  if (isObject(follow) && typeOf(follow) === "Follow") {
    const path = ownPath(context, idOf(follow.actor))
    const ours = path === null ? null : await actorAt(db, path)
    return ours && idOf(follow.object) === actor ? ours.id : null
  }
  const followId = paths.activity.parse(ownPath(context, idOf(follow)) ?? "")?.id
  return followId ? actorOfFollow(db, followId, actor) : null
}
