import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Db } from "../../store/db.ts"
import { readTokens, type StoredToken } from "../../store/tokens.ts"

/** Every token, newest first, with its last use (to the minute). @throws {DomainError} `forbidden` */
export async function listTokens(db: Db, by: By): Promise<StoredToken[]> {
  authorize(by, "token:read")
  return readTokens(db)
}
