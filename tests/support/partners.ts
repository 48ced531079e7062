import { readActor, readEvent } from "../../federation/vocab/reading/index.ts"
import { followRemote } from "../../src/actions/following/follow.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import type { JsonObject } from "../../src/domain/json.ts"
import { siteTimeZone } from "../../src/store/actors.ts"
import { putPartnerEvent } from "../../src/store/partner-events.ts"
import type { openSite } from "./site.ts"

type TestSite = Pick<Awaited<ReturnType<typeof openSite>>, "db" | "site">

export const EVERYBODY = "https://www.w3.org/ns/activitystreams#Public"

/** An actor elsewhere whom our instance follows. */
export async function followed(
  { db, site }: TestSite,
  id: string,
  more: { handle?: string | null; name?: string | null; state?: "pending" | "accepted" | "rejected" } = {},
): Promise<string> {
  const { handle = null, name = null, state = "accepted" } = more
  const document = { id, type: "Group", preferredUsername: handle, name, inbox: `${id}/inbox` }
  const actor = readActor(document, new Date(0))
  if (typeof actor === "string") throw new Error(`${id} ${actor}`)
  const { keys: _, alsoKnownAs: __, followers: ___, ...remote } = actor
  await followRemote(db, site, OPERATOR, remote)
  await db.updateTable("following").set({ state }).where("remoteId", "=", id).execute()
  return id
}

/** Stores an event of a partner as the inbox does. */
export async function receiveEvent({ db, site }: TestSite, remoteId: string, event: JsonObject): Promise<void> {
  // as it is after its way over the network
  const sent: JsonObject = JSON.parse(JSON.stringify({ to: [EVERYBODY], ...event }))
  const read = readEvent(sent, { activity: null, receivedAt: site.now(), siteZone: await siteTimeZone(db) })
  await putPartnerEvent(db, { ...read, remoteId, activityId: null })
}
