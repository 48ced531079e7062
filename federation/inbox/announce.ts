import { storePartnerEvent } from "../../src/actions/partner-events/partner-events.ts"
import { sameServer } from "../../src/domain/hosts.ts"
import type { JsonObject } from "../../src/domain/json.ts"
import { siteTimeZone } from "../../src/store/actors.ts"
import { partnerAmong } from "../../src/store/following.ts"
import { isGone, PermanentError } from "../remote/failure.ts"
import { isPublic } from "../vocab/reading/audience.ts"
import { idOf, typeOf } from "../vocab/reading/ids.ts"
import { readEvent } from "../vocab/reading/index.ts"
import { type ActivityHandler, fetchObject, type HandlerContext, ignore, outcome, ownPath } from "./handler.ts"
import { reaction } from "./reaction.ts"

/**
 * A share of one of our objects, which is counted; or a partner's Announce of an event of its own or of others (Mobilizon's
 * instances), whose object is fetched from its own host: an embedded one is not trusted.
 */
export const announce: ActivityHandler = async (incoming, context) => {
  const id = idOf(incoming.activity.object)
  if (id === null) return ignore
  if (ownPath(context, id) !== null) return reaction(incoming, context, "share")
  if ((await partnerAmong(context.db, [incoming.actor])) === null) return ignore
  const document = await announced(context, id)
  if (document === null || typeOf(document) !== "Event" || !isPublic(document)) return ignore
  const event = readEvent(document, {
    activity: null,
    receivedAt: incoming.receivedAt,
    siteZone: await siteTimeZone(context.db),
  })
  const { actor, by } = incoming
  const received = { ...event, activityId: null, partners: [actor], sender: actor, fetched: true }
  return async trx => outcome(await storePartnerEvent(trx, context.site, by, received))
}

/**
 * The announced object; of an announced Create or Update, its object. Null when it is gone.
 * @throws {PermanentError} when the object's id is on another host
 */
async function announced(context: HandlerContext, id: string): Promise<JsonObject | null> {
  try {
    const document = await fetchObject(context, id)
    const type = typeOf(document)
    if (type !== "Create" && type !== "Update") return own(document, id)
    const inner = idOf(document.object)
    return inner === null ? null : own(await fetchObject(context, inner), inner)
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

function own(document: JsonObject, from: string): JsonObject {
  const id = idOf(document)
  if (id === null || !sameServer(id, from)) throw new PermanentError(`${from}: says that it is ${id}`)
  return document
}
