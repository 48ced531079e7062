import type { Handler } from "hono"
import { absolute, paths } from "../../src/domain/paths.ts"
import { LD_JSON, negotiate } from "../../src/http/negotiation.ts"
import { publicAnswer } from "../../src/http/public.ts"
import { type RecordedActivity, readActivity, type SentActivity } from "../../src/store/activities.ts"
import { PUBLIC } from "../vocab/writing/json.ts"
import { tombstoneObject } from "../vocab/writing/tombstone.ts"
import { missing, notAcceptable } from "./missing.ts"
import type { Serving } from "./serving.ts"

/**
 * Answers the id of a public activity with what the outbox lists under it. One that is addressed to somebody in particular (the answer
 * to a Follow) is 404. One whose object was deleted is 410, because its bytes hold the object.
 */
export const serveActivity =
  ({ db, origin, wire }: Serving): Handler =>
  async (c, next) => {
    const id = c.req.param("id") ?? ""
    const { media } = negotiate(c.req.header("Accept"))
    const activity = await readActivity(db, id)
    if (!activity || !isPublic(activity)) return missing(c, next)
    if (media === null) return notAcceptable()
    const type = media === LD_JSON ? media : undefined
    if (activity.gone && activity.type !== "Delete") {
      const tombstone = tombstoneObject(origin, paths.activity(id), activity.type, activity.gone)
      return publicAnswer(c, JSON.stringify(tombstone), { type, status: 410 })
    }
    return publicAnswer(c, await currentActivity({ db, origin, wire }, activity), { type })
  }

function isPublic({ listed, body }: SentActivity): boolean {
  if (listed) return true
  if (body === null) return false
  const { to } = JSON.parse(body) as { to?: unknown }
  return Array.isArray(to) && to.includes(PUBLIC)
}

/**
 * The bytes that were sent. When the object has changed since, or no bytes were made because there was no follower, the activity is
 * rendered with the present object and signed again; that gives the same bytes each time.
 */
export async function currentActivity(
  { db, origin, wire }: Pick<Serving, "db" | "origin" | "wire">,
  { id, type, actorId, handle, objectPath, publishedAt, body, current }: RecordedActivity,
): Promise<string> {
  if (body !== null && current === null) return body
  const object = type === "Announce" || current === null ? absolute(origin, objectPath!) : { body: current }
  return wire.activity(db, { id, type, actor: { id: actorId, handle }, object, published: publishedAt })
}
