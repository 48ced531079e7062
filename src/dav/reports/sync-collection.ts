import type { Calendar } from "../../domain/calendar.ts"
import { paths } from "../../domain/paths.ts"
import { changesSince, lastChange } from "../../store/public/calendar-entries.ts"
import { multistatus, type Told } from "../multistatus.ts"
import { told } from "../properties.ts"
import { Refusal } from "../refusal.ts"
import { child, type Element } from "../request-xml.ts"
import { entryResource, MOST_ENTRIES, MOST_TEXTS } from "../resources.ts"
import { readSyncToken, syncToken } from "../sync-token.ts"
import { propertiesOf, type Report, type ReportContext } from "./report.ts"

/** RFC 6578: everything, then only what changed. Tokens never grow old: an entry that went is remembered. */
export const syncCollection: Report = async (context, { calendar, href }, request) => {
  const { db, origin, minimal } = context
  const { asked, withTexts } = propertiesOf(request)
  const since = await sinceOf(request, context, calendar)
  const limit = limitOf(request, withTexts)
  const changes = await changesSince(db, { calendarId: calendar.id, seq: since, limit: limit + 1 }, withTexts)
  const page = changes.slice(0, limit)
  const all = page
    .filter(({ passing }) => !passing)
    .map(
      ({ id, entry }): Told =>
        entry
          ? told(entryResource(calendar.handle, entry), asked, origin)
          : { href: paths.davEntry(calendar.handle, id), status: 404 },
    )
  if (changes.length > limit) all.push({ href, status: 507 })
  return multistatus(all, {
    minimal,
    "D:sync-token": syncToken(origin, calendar.handle, page.at(-1)?.seq ?? since),
  })
}

/** @throws {Refusal} 403 `D:valid-sync-token`; also for one of a later time than ours: the database was set back */
async function sinceOf(request: Element, { db, origin }: ReportContext, calendar: Calendar): Promise<number> {
  const token = child(request, "D:sync-token")
  if (!token) throw new Refusal(400, "there is no sync-token, not even an empty one")
  if (token.text === "") return 0
  const seq = readSyncToken(token.text, origin, calendar.handle)
  if (seq === null || seq > (await lastChange(db, calendar.id)))
    throw new Refusal(403, "this sync-token is not one of this calendar", { "D:valid-sync-token": [{}] })
  return seq
}

function limitOf(request: Element, withTexts: boolean): number {
  const most = withTexts ? MOST_TEXTS : MOST_ENTRIES
  const limit = child(request, "D:limit")
  if (!limit) return most
  const text = child(limit, "D:nresults")?.text ?? ""
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new Refusal(400, `nresults: "${text.slice(0, 40)}" is not a number of results`)
  return Math.min(Number(text), most)
}
