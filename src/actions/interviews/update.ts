import { isDeepStrictEqual } from "node:util"
import type { By } from "../../domain/by.ts"
import type { Image } from "../../domain/image.ts"
import type { WholeInterview } from "../../domain/interview.ts"
import { imageOf } from "../../input/image.ts"
import type { InterviewPatch } from "../../input/interview.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { readInterview, updateInterviewRow } from "../../store/interviews.ts"
import { audit } from "../audit.ts"
import { edited } from "../events/update.ts"
import type { Site } from "../site.ts"
import { authorizedInterview, subjectOf } from "./authorized.ts"
import { eventIdOf, type InterviewFields } from "./create.ts"
import { tellOfInterview } from "./publish.ts"

/** Corrects an interview; nothing happens when nothing changed. */
export const updateInterview = (
  db: Db,
  site: Site,
  by: By,
  id: string,
  patch: InterviewPatch,
): Promise<WholeInterview> =>
  transact(db, async trx => {
    const interview = await authorizedInterview(trx, by, "interview:edit", id)
    const image = (value: InterviewPatch["portrait"], old: Image | null) => (value === undefined ? old : imageOf(value))
    const changed = await changeInterview(trx, site, interview, {
      title: patch.title ?? interview.title,
      summary: patch.summary ?? interview.summary,
      content: patch.content ?? interview.content,
      language: patch.language ?? interview.language,
      interviewees: patch.interviewees ?? interview.interviewees,
      tags: patch.tags ?? interview.tags,
      date: patch.published ?? interview.date,
      portrait: image(patch.portrait, interview.portrait),
      videoUrl: patch.video === undefined ? interview.videoUrl : patch.video,
      original: patch.original === undefined ? interview.original : patch.original,
      eventId: patch.event === undefined ? interview.eventId : await eventIdOf(trx, patch.event, "event"),
    })
    if (changed !== interview)
      await audit(trx, site, by, "interview:edit", subjectOf(interview, { fields: Object.keys(patch) }))
    return changed
  })

/** Brings an interview to these fields; the caller holds its lock. */
export async function changeInterview(
  trx: Trx,
  site: Site,
  interview: WholeInterview,
  fields: InterviewFields,
): Promise<WholeInterview> {
  const old = Object.fromEntries(Object.keys(fields).map(name => [name, interview[name as keyof InterviewFields]]))
  if (isDeepStrictEqual(old, { ...fields })) return interview
  const { updatedAt } = edited(interview, site)
  await updateInterviewRow(trx, interview.id, { ...fields, ...(updatedAt && { updatedAt }) })
  return interview.state === "published"
    ? tellOfInterview(trx, site, interview.id, "Update")
    : (await readInterview(trx, { id: interview.id }))!
}
