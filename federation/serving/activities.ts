import type { Handler } from "hono"
import { absolute, paths } from "../../src/domain/paths.ts"
import { LD_JSON, negotiate } from "../../src/http/negotiation.ts"
import { publicAnswer } from "../../src/http/public.ts"
import { type RecordedActivity, readActivity, type SentActivity } from "../../src/store/activities.ts"
import { PUBLIC } from "../vocab/writing/json.ts"
import { tombstoneObject } from "../vocab/writing/tombstone.ts"
import { missing, notAcceptable } from "./missing.ts"
import { isUuid, type Serving } from "./serving.ts"

/**
 * Answers the id of a public activity with what the outbox lists under it. What was said to a few (the answer to a Follow)
 * is nobody else's business: 404. What is about something deleted is gone with it: its bytes hold what was withdrawn.
 */
export const serveActivity =
  ({ db, origin, wire }: Serving): Handler =>
  async (c, next) => {
    const id = c.req.param("id")
    if (!isUuid(id)) return missing(c, next)
    const { media } = negotiate(c.req.header("Accept"))
    const activity = await readActivity(db, id)
    if (!activity || !isPublic(activity)) return missing(c, next)
    if (media === null) return notAcceptable()
    const type = media === LD_JSON ? media : undefined
    if (activity.gone && activity.type !== "Delete") {
      const tombstone = tombstoneObject(origin, paths.activity(id), activity.type, activity.gone)
      return publicAnswer(c, JSON.stringify(tombstone), { type, status: 410 })
    }
    return publicAnswer(c, await activityOfNow({ db, origin, wire }, activity), { type })
  }

function isPublic({ listed, body }: SentActivity): boolean {
  if (listed) return true
  if (body === null) return false
  const { to } = JSON.parse(body) as { to?: unknown }
  return Array.isArray(to) && to.includes(PUBLIC)
}

/**
 * The bytes that were sent; or, when the object has changed since or nobody was sent any, the same activity around what it is
 * now, proved anew: the same bytes each time.
 */
export async function activityOfNow(
  { db, origin, wire }: Pick<Serving, "db" | "origin" | "wire">,
  { id, type, actorId, handle, objectPath, publishedAt, body, current }: RecordedActivity,
): Promise<string> {
  if (body !== null && current === null) return body
  const object = type === "Announce" || current === null ? absolute(origin, objectPath!) : { body: current }
  return wire.activity(db, { id, type, actor: { id: actorId, handle }, object, published: publishedAt })
}
