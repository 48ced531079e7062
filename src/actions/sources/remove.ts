import type { By } from "../../domain/by.ts"
import { type Db, transact } from "../../store/db.ts"
import { updateSource } from "../../store/sources.ts"
import { authorizeAndAudit } from "../audit.ts"
import type { Site } from "../site.ts"
import { existingSource } from "./existing.ts"

/** It is read no longer; what came from it stays, as ours. @throws {DomainError} `not-found` */
export const removeSource = (db: Db, site: Site, by: By, id: string): Promise<void> =>
  transact(db, async trx => {
    const { calendarId, url } = await existingSource(trx, id)
    await authorizeAndAudit(trx, site, by, "source:remove", { kind: "source", id, calendarId, details: { url } })
    await updateSource(trx, id, { removedAt: site.now(), dueAt: null, held: null, accepted: false })
  })
