import { answerToFollow } from "../../src/actions/following/follow.ts"
import { isObject } from "../../src/domain/json.ts"
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

/** Their answer to our Follow. An answer to an event (Friendica, Hubzilla) is of the same type: it is not kept. */
export const accept: ActivityHandler = (incoming, inbox) => answered(incoming, inbox, "accepted")
export const reject: ActivityHandler = (incoming, inbox) => answered(incoming, inbox, "rejected")

const answered =
  (incoming: IncomingActivity, inbox: HandlerContext, answer: "accepted" | "rejected"): Effect =>
  async trx => {
    const actorId = await whoAsked(trx, incoming, inbox)
    if (!actorId) return "ignored"
    return outcome(await answerToFollow(trx, { actorId, remoteId: incoming.actor }, answer))
  }

/** By who follows whom, never by the id when more is said: PeerTube, WordPress and Misskey send another one. */
async function whoAsked(db: Db, { activity, actor }: IncomingActivity, inbox: HandlerContext): Promise<string | null> {
  const asked = first(activity.object)
  if (isObject(asked) && typeOf(asked) === "Follow") {
    const path = ownPath(inbox, idOf(asked.actor))
    const ours = path === null ? null : await actorAt(db, path)
    return ours && idOf(asked.object) === actor ? ours.id : null
  }
  const followId = /^\/activities\/([0-9a-f-]{36})$/.exec(ownPath(inbox, idOf(asked)) ?? "")?.[1]
  return followId ? actorOfFollow(db, followId, actor) : null
}
