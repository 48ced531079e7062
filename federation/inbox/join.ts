import { ignoreJoin } from "../../src/actions/participation/ignore-join.ts"
import { objectAt } from "../../src/store/targets.ts"
import { idOf } from "../vocab/reading/ids.ts"
import { type ActivityHandler, author, ignore, outcome, ownPath } from "./handler.ts"

/** A request to take part in one of our events (Mobilizon), answered with Ignore: participation is not handled here. */
export const join: ActivityHandler = async ({ activity, actor, by, id }, inbox) => {
  const object = idOf(activity.object)
  const path = ownPath(inbox, object)
  const target = path === null ? null : await objectAt(inbox.db, path)
  const actorId = target?.actorId
  if (!object || !actorId || target.type !== "Event" || target.gone) return ignore
  const remote = await author(inbox, actor)
  return async trx => outcome(await ignoreJoin(trx, inbox.site, by, { actorId, remote, join: { id, object } }))
}
