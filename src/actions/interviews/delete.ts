import type { By } from "../../domain/by.ts"
import { paths } from "../../domain/paths.ts"
import { type Db, transact } from "../../store/db.ts"
import { deleteInterviewRow, updateInterviewRow } from "../../store/interviews.ts"
import { audit } from "../audit.ts"
import { tellOfDeletion } from "../outbox/delete.ts"
import type { Site } from "../site.ts"
import { authorizedInterview, subjectOf } from "./authorized.ts"

/** A published interview leaves a Tombstone at its id, a draft leaves nothing. */
export const deleteInterview = (db: Db, site: Site, by: By, id: string): Promise<void> =>
  transact(db, async trx => {
    const interview = await authorizedInterview(trx, by, "interview:delete", id)
    await audit(trx, site, by, "interview:delete", subjectOf(interview))
    if (interview.state === "draft") return deleteInterviewRow(trx, id)
    const { calendar, slug } = interview
    await updateInterviewRow(trx, id, { state: "deleted", deletedAt: site.now() })
    await tellOfDeletion(trx, site, {
      path: paths.interview(id),
      type: "Article",
      page: paths.interviewPage(slug),
      calendar,
      quiet: false,
    })
  })
