import { endFollow } from "../../src/actions/followers/remove.ts"
import { takeBack } from "../../src/actions/reactions/reactions.ts"
import { isObject, type JsonObject } from "../../src/domain/json.ts"
import { actorFollowedBy } from "../../src/store/followers.ts"
import { type ReactionKind, readReaction } from "../../src/store/reactions.ts"
import { revoke } from "../../src/store/revoked.ts"
import { actorAt, objectAt } from "../../src/store/targets.ts"
import { PermanentError } from "../remote/failure.ts"
import { dateOf } from "../vocab/reading/date.ts"
import { idOf, typeOf } from "../vocab/reading/ids.ts"
import { first } from "../vocab/reading/lists.ts"
import {
  type ActivityHandler,
  type Effect,
  type HandlerContext,
  type IncomingActivity,
  ignore,
  outcome,
  ownPath,
} from "./handler.ts"

/**
 * Undoes a Follow, Like or Announce. The embedded activity is recognised by its actor and object, and its id only distinguishes
 * several of them: PeerTube, WordPress and Misskey name other ids than they sent, and Gancio leaves out the actor.
 */
export const undo: ActivityHandler = (incoming, context) => {
  const undone = first(incoming.activity.object)
  if (!isObject(undone)) return byId(incoming, context, idOf(undone))
  const by = idOf(undone.actor)
  if (by !== null && by !== incoming.actor) throw new PermanentError("undoes what someone else did")
  switch (typeOf(undone)) {
    case "Follow":
      return unfollowed(incoming, context, undone)
    case "Like":
    case "EmojiReact":
      return reactionUndone(incoming, context, undone, "like")
    case "Announce":
      return reactionUndone(incoming, context, undone, "share")
    default:
      return ignore
  }
}

/** When it was undone: `published`, but not later than it was received. */
const takenBackAt = ({ activity, receivedAt }: IncomingActivity): Date => {
  const published = dateOf(activity.published)
  return published && published < receivedAt ? published : receivedAt
}

function unfollowed(incoming: IncomingActivity, context: HandlerContext, undone: JsonObject): Effect {
  const object = idOf(undone.object)
  const path = ownPath(context, object)
  const id = idOf(undone)
  return async trx => {
    const actor = path === null ? null : await actorAt(trx, path)
    if (!actor || !object) return "ignored"
    const who = { actorId: actor.id, remoteId: incoming.actor }
    return outcome(
      await endFollow(trx, context.site, incoming.by, who, id ? { id, object } : null, incoming.receivedAt),
    )
  }
}

function reactionUndone(
  incoming: IncomingActivity,
  context: HandlerContext,
  undone: JsonObject,
  kind: ReactionKind,
): Effect {
  const path = ownPath(context, idOf(undone.object))
  const activityId = idOf(undone) ?? ""
  return async trx => {
    const target = path === null ? null : await objectAt(trx, path)
    if (!target) return "ignored"
    const reaction = { objectPath: target.path, actor: incoming.actor, kind, activityId }
    return outcome(await takeBack(trx, context.site, incoming.by, reaction, takenBackAt(incoming)))
  }
}

/** The Undo has only the id of what it undoes. */
const byId =
  (incoming: IncomingActivity, context: HandlerContext, id: string | null): Effect =>
  async trx => {
    if (id === null) return "ignored"
    const { actor } = incoming
    const reaction = await readReaction(trx, id, actor)
    if (reaction) return outcome(await takeBack(trx, context.site, incoming.by, reaction, takenBackAt(incoming)))
    const followed = await actorFollowedBy(trx, actor, id)
    if (followed)
      return outcome(
        await endFollow(
          trx,
          context.site,
          incoming.by,
          { actorId: followed, remoteId: actor },
          null,
          incoming.receivedAt,
        ),
      )
    await revoke(trx, id, actor, takenBackAt(incoming))
    return "ignored"
  }
