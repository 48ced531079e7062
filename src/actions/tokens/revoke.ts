import { z } from "zod"
import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import { notFound } from "../../domain/errors.ts"
import { type Db, transact } from "../../store/db.ts"
import { setTokenRevoked } from "../../store/tokens.ts"
import { audit } from "../audit.ts"
import type { Site } from "../site.ts"

/** From now on the token opens nothing. @throws {DomainError} `not-found`, `forbidden` */
export const revokeToken = (db: Db, site: Pick<Site, "now">, by: By, id: string): Promise<void> =>
  transact(db, async trx => {
    authorize(by, "token:revoke")
    const exists = z.uuid().safeParse(id).success && (await setTokenRevoked(trx, id, site.now()))
    if (!exists) throw notFound("token")
    await audit(trx, site, by, "token:revoke", { kind: "token", id })
  })
