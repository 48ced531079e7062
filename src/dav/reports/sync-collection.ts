import type { Calendar } from "../../domain/calendar.ts"
import { paths } from "../../domain/paths.ts"
import { changesSince, lastChange } from "../../store/public/calendar-entries.ts"
import { childOf, type XmlElement } from "../../text/xml.ts"
import { DavError } from "../error.ts"
import { type MemberResponse, multistatus } from "../multistatus.ts"
import { responseOf } from "../properties.ts"
import { entryResource, MOST_ENTRIES, MOST_TEXTS } from "../resources.ts"
import { readSyncToken, syncToken } from "../sync-token.ts"
import { type Report, type ReportContext, requestedProperties } from "./report.ts"

/** RFC 6578: everything, then only what changed. Tokens never expire: deleted entries stay on record. */
export const syncCollection: Report = async (context, { calendar, href }, request) => {
  const { db, origin, minimal } = context
  const { properties, withTexts } = requestedProperties(request)
  const since = await sinceOf(request, context, calendar)
  const limit = limitOf(request, withTexts)
  const changes = await changesSince(db, { calendarId: calendar.id, seq: since, limit: limit + 1 }, withTexts)
  const page = changes.slice(0, limit)
  const responses = page
    .filter(({ passing }) => !passing)
    .map(
      ({ id, entry }): MemberResponse =>
        entry
          ? responseOf(entryResource(calendar.handle, entry), properties, origin)
          : { href: paths.davEntry(calendar.handle, id), status: 404 },
    )
  if (changes.length > limit) responses.push({ href, status: 507 })
  return multistatus(responses, {
    minimal,
    "D:sync-token": syncToken(origin, calendar.handle, page.at(-1)?.seq ?? since),
  })
}

/** @throws {DavError} 403 `D:valid-sync-token`; also for one from the future: the database was restored from a backup */
async function sinceOf(request: XmlElement, { db, origin }: ReportContext, calendar: Calendar): Promise<number> {
  const token = childOf(request, "D:sync-token")
  if (!token) throw new DavError(400, "there is no sync-token, not even an empty one")
  if (token.text === "") return 0
  const seq = readSyncToken(token.text, origin, calendar.handle)
  if (seq === null || seq > (await lastChange(db, calendar.id)))
    throw new DavError(403, "this sync-token is not one of this calendar", { "D:valid-sync-token": [{}] })
  return seq
}

function limitOf(request: XmlElement, withTexts: boolean): number {
  const most = withTexts ? MOST_TEXTS : MOST_ENTRIES
  const limit = childOf(request, "D:limit")
  if (!limit) return most
  const text = childOf(limit, "D:nresults")?.text ?? ""
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new DavError(400, `nresults: "${text.slice(0, 40)}" is not a number of results`)
  return Math.min(Number(text), most)
}
