import { authorize, type On, type Permitted } from "../access/policy.ts"
import { type By, nameOf } from "../domain/by.ts"
import { insertAuditEntry } from "../store/audit.ts"
import type { Trx } from "../store/db.ts"
import type { Site } from "./site.ts"

/** What an action was about, for the audit log. */
export interface Subject {
  kind: string
  /** null when it is about several */
  id: string | null
  calendarId?: string | null
  /** small; what kind and id do not say */
  details?: Record<string, unknown>
}

/** Writes down who did what, in the transaction that does it. */
export const audit = (
  trx: Trx,
  site: Pick<Site, "now">,
  by: By,
  action: Permitted,
  { kind, id, calendarId = null, details }: Subject,
): Promise<void> => {
  const { id: byId, name: byName } = nameOf(by)
  return insertAuditEntry(trx, {
    at: site.now(),
    byKind: by.kind,
    byId,
    byName,
    action,
    subjectKind: kind,
    subjectId: id,
    calendarId,
    details: details ?? null,
  })
}

/** Asks the policy, then writes the entry: for actions whose subject is known before they change anything. @throws {DomainError} `forbidden` */
export async function authorizeAndAudit(
  trx: Trx,
  site: Pick<Site, "now">,
  by: By,
  action: Permitted,
  subject: Subject & Pick<On, "authorId" | "published">,
): Promise<void> {
  const { authorId, published, ...audited } = subject
  authorize(by, action, { calendarId: subject.calendarId, authorId, published })
  await audit(trx, site, by, action, audited)
}
