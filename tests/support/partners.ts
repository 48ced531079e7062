import { followRemote } from "../../src/actions/following/follow.ts"
import { putPartnerEvent } from "../../src/store/partner-events.ts"
import type { openSite } from "./site.ts"

type TestSite = Pick<Awaited<ReturnType<typeof openSite>>, "db" | "site">

export const EVERYBODY = "https://www.w3.org/ns/activitystreams#Public"

/** Someone elsewhere whom our instance follows. */
export async function followed(
  { db, site }: TestSite,
  id: string,
  more: { handle?: string | null; name?: string | null; state?: "pending" | "accepted" | "rejected" } = {},
): Promise<string> {
  const { handle = null, name = null, state = "accepted" } = more
  const { host } = new URL(id)
  const inbox = `${id}/inbox`
  const fetchedAt = new Date(0)
  await followRemote(db, site, {
    id,
    host,
    type: "Group",
    handle,
    name,
    url: null,
    inbox,
    sharedInbox: null,
    fetchedAt,
  })
  await db.updateTable("following").set({ state }).where("remoteId", "=", id).execute()
  return id
}

/** An event of theirs, as the inbox keeps it. */
export async function told(
  { db }: TestSite,
  remoteId: string,
  event: { id: string; name: string; startTime?: string; endTime?: string } & Record<string, unknown>,
): Promise<void> {
  const { id, name, startTime, endTime } = event
  const instant = (text: string | undefined) => (text === undefined ? null : new Date(text))
  await putPartnerEvent(db, {
    id,
    remoteId,
    name,
    document: { to: [EVERYBODY], ...event },
    activityId: null,
    startsAt: instant(startTime),
    endsAt: instant(endTime),
    updatedAt: null,
  })
}
