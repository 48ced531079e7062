import type { Context } from "hono"
import { calendarWords, exportedEvent, exportedInterview, publisherWords, written } from "../../../feeds/export.ts"
import { answerStream } from "../../../http/feed.ts"
import { listCalendars, readPublisher } from "../../../store/actors.ts"
import type { Db } from "../../../store/db.ts"
import { readLicence } from "../../../store/licence.ts"
import { exportedEvents, exportedInterviews, exportFingerprint } from "../../../store/public/export.ts"
import { publicEventSlugs } from "../../../store/public/slugs.ts"

/**
 * Everything public, as `load` reads it: a site that is loaded from it exports the same. Streamed event by event, and
 * broken off when something changes meanwhile, so that no file mixes two states.
 * @param each called after each event and interview
 */
export async function* exported(db: Db, fingerprint: string, each = () => {}): AsyncGenerator<string> {
  const [publisher, calendars, licence] = await Promise.all([readPublisher(db), listCalendars(db), readLicence(db)])
  yield `{\n"licence":${JSON.stringify(licence?.id)},\n`.replace('"licence":undefined,\n', "")
  if (publisher) yield `"publisher":${written(publisherWords(publisher))},\n`
  yield `"calendars":[\n${calendars.map(calendar => written(calendarWords(calendar))).join(",\n")}\n],\n`
  yield '"events":['
  let between = "\n"
  for await (const event of exportedEvents(db)) {
    yield between + exportedEvent(event)
    between = ",\n"
    each()
  }
  yield '\n],\n"interviews":['
  between = "\n"
  for await (const interview of exportedInterviews(db)) {
    const slugs = await publicEventSlugs(db, [interview.eventId])
    yield between + exportedInterview(interview, slugs.get(interview.eventId ?? "") ?? null)
    between = ",\n"
    each()
  }
  if ((await exportFingerprint(db)) !== fingerprint) throw new Error("what is exported changed while it was sent")
  yield "\n]\n}\n"
}

export async function answerExport(c: Context, db: Db, lastModified: Date): Promise<Response> {
  const fingerprint = await exportFingerprint(db)
  return answerStream(c, {
    chunks: () => exported(db, fingerprint),
    digest: fingerprint,
    contentType: "application/json; charset=utf-8",
    fileName: "export.json",
    lastModified,
  })
}
