import { storePartnerEvent } from "../../src/actions/partner-events/partner-events.ts"
import { storeReply } from "../../src/actions/replies/replies.ts"
import { sameServer } from "../../src/domain/hosts.ts"
import { isObject, type JsonObject } from "../../src/domain/json.ts"
import { siteTimeZone } from "../../src/store/actors.ts"
import type { Db } from "../../src/store/db.ts"
import { partnerAmong } from "../../src/store/following.ts"
import { readPartnerEventOrigin } from "../../src/store/partner-events.ts"
import { putRemoteActor } from "../../src/store/remote-actors.ts"
import { readReply } from "../../src/store/replies.ts"
import { isPost, objectAt } from "../../src/store/targets.ts"
import { PermanentError } from "../remote/failure.ts"
import { isPublic } from "../vocab/reading/audience.ts"
import { idOf, idsOf, typeOf } from "../vocab/reading/ids.ts"
import { readEvent, readNote } from "../vocab/reading/index.ts"
import { first } from "../vocab/reading/lists.ts"
import {
  type ActivityHandler,
  author,
  type Effect,
  fetchObject,
  type HandlerContext,
  type IncomingActivity,
  ignore,
  outcome,
  ownPath,
} from "./handler.ts"

/**
 * A new object, or a newer version of it: an Update may arrive before its Create, and Hubzilla sends an Invite for both. Events of
 * partners and replies to our objects are stored, in whatever order they arrive.
 */
export const create: ActivityHandler = async (incoming, context) => {
  const id = idOf(incoming.activity.object)
  if (id === null || !sameServer(id, incoming.actor))
    throw new PermanentError("the object is not on the host of its actor")
  const given = first(incoming.activity.object)
  const object = isObject(given) ? given : await fetchObject(context, id)
  if (typeOf(object) === "Event") return receiveEvent(incoming, context, object)
  return receiveReply(incoming, context, object)
}

async function receiveEvent(incoming: IncomingActivity, context: HandlerContext, object: JsonObject): Promise<Effect> {
  const { activity, actor, id, receivedAt, type } = incoming
  const attributed = idsOf(object.attributedTo).filter(who => sameServer(who, actor))
  const partner = await partnerAmong(context.db, [actor, ...attributed])
  const isStored = (await readPartnerEventOrigin(context.db, idOf(object)!)) !== null
  // an event that a partner announced may be changed by its author, whether we follow that actor or not
  if (partner === null && !isStored) return ignore
  const own = partner === null || partner === actor
  // Mobilizon sends a group's event as a person; then it is read from its own address, not from the activity
  const document = own ? object : await fetchObject(context, idOf(object)!)
  const isForAll = isPublic(document) || (own && isPublic(activity))
  if (!isForAll && !isStored) return ignore
  const belongs = own || idsOf(document.attributedTo).includes(partner)
  if (!belongs || idOf(document) !== idOf(object)) return ignore
  // an event that is no longer public is stored without an audience, so that it is not shown
  const event = readEvent(isForAll ? document : { to: [], ...document }, {
    activity,
    receivedAt,
    siteZone: await siteTimeZone(context.db),
  })
  const activityId = type === "Update" ? null : id
  const partners = partner === null ? [] : [partner]
  const received = { ...event, activityId, partners, sender: actor, fetched: !own }
  return async trx => outcome(await storePartnerEvent(trx, context.site, incoming.by, received))
}

async function receiveReply(incoming: IncomingActivity, context: HandlerContext, object: JsonObject): Promise<Effect> {
  const note = readNote(object, incoming.actor, incoming.receivedAt)
  if (!note || (await answered(context.db, context, note.inReplyTo)) === null) return ignore
  const remote = await author(context, incoming.actor)
  return async trx => {
    const objectPath = await answered(trx, context, note.inReplyTo)
    if (objectPath === null || !(await storeReply(trx, context.site, incoming.by, { ...note, objectPath })))
      return "ignored"
    // pages show the author's name
    await putRemoteActor(trx, remote)
    return "done"
  }
}

/** Path of our object that a reply belongs to: the object that it replies to, or that a reply to it belongs to. */
async function answered(db: Db, context: HandlerContext, inReplyTo: string): Promise<string | null> {
  const path = ownPath(context, inReplyTo)
  if (path === null) return (await readReply(db, inReplyTo))?.objectPath ?? null
  const target = await objectAt(db, path)
  return target && isPost(target) ? target.path : null
}
