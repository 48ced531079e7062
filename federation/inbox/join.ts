import { ignoreJoin } from "../../src/actions/participation/ignore-join.ts"
import { objectAt } from "../../src/store/targets.ts"
import { idOf } from "../vocab/reading/ids.ts"
import { type ActivityHandler, author, ignore, outcome, ownPath } from "./handler.ts"

/** A request to take part in one of our events (Mobilizon), answered with Ignore: participation is not handled here. */
export const join: ActivityHandler = async ({ activity, actor, by, id }, context) => {
  const object = idOf(activity.object)
  const path = ownPath(context, object)
  const target = path === null ? null : await objectAt(context.db, path)
  const actorId = target?.actorId
  if (!object || !actorId || target.type !== "Event" || target.gone) return ignore
  const remote = await author(context, actor)
  return async trx => outcome(await ignoreJoin(trx, context.site, by, { actorId, remote, join: { id, object } }))
}
