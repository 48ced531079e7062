import { authorize } from "../access/policy.ts"
import type { By } from "../domain/by.ts"
import { type AuditSelection, readAudit, type StoredAuditEntry } from "../store/audit.ts"
import type { Db } from "../store/db.ts"

/** The audit log, newest first. @throws {DomainError} `forbidden` */
export async function readAuditLog(db: Db, by: By, selection: AuditSelection): Promise<StoredAuditEntry[]> {
  authorize(by, "audit:read")
  return readAudit(db, selection)
}
