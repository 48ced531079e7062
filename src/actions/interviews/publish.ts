import type { By } from "../../domain/by.ts"
import { DomainError } from "../../domain/errors.ts"
import { isOldInterview, type WholeInterview } from "../../domain/interview.ts"
import { paths } from "../../domain/paths.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { readInterview, updateInterviewRow } from "../../store/interviews.ts"
import { audit } from "../audit.ts"
import { store } from "../outbox/objects.ts"
import { send } from "../outbox/send.ts"
import type { Site } from "../site.ts"
import { authorizedInterview, subjectOf } from "./authorized.ts"

/** @throws {DomainError} `conflict` when it is published already */
export const publishInterview = (db: Db, site: Site, by: By, id: string): Promise<WholeInterview> =>
  transact(db, async trx => {
    const interview = await authorizedInterview(trx, by, "interview:publish", id)
    if (interview.state === "published") throw new DomainError("already-published", { what: "interview" })
    await audit(trx, site, by, "interview:publish", subjectOf(interview))
    return publish(trx, site, id)
  })

export async function publish(trx: Trx, site: Site, id: string): Promise<WholeInterview> {
  await updateInterviewRow(trx, id, { state: "published", publishedAt: site.now() })
  return tellOfInterview(trx, site, id, "Create")
}

/** Renders an interview anew and records the activity that tells of it; an old one goes to the archives without a message. */
export async function tellOfInterview(
  trx: Trx,
  site: Site,
  id: string,
  verb: "Create" | "Update",
): Promise<WholeInterview> {
  const interview = (await readInterview(trx, { id }))!
  const article = site.wire.interview(interview)
  const objectVersion = await store(trx, site, article, interview.calendarId, paths.interviewPage(interview.slug))
  const audience = isOldInterview(interview, site.now()) ? "nobody" : "followers"
  await send(trx, site, {
    type: verb,
    actor: interview.calendar,
    object: article,
    objectPath: article.path,
    objectVersion,
    audience,
    listed: true,
  })
  return interview
}
