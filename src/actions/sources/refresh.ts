import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Source } from "../../domain/source.ts"
import { type Db, transact } from "../../store/db.ts"
import { notify } from "../../store/queue.ts"
import { updateSource } from "../../store/sources.ts"
import { authorizeAndAudit } from "../audit.ts"
import type { Site } from "../site.ts"
import { existingSource } from "./existing.ts"

/** Read as soon as a worker can. @param accept apply it even when much is missing in it */
export const askSource = (db: Db, site: Site, by: By, id: string, accept: boolean): Promise<Source> =>
  transact(db, async trx => {
    const { calendarId } = await existingSource(trx, id)
    await authorizeAndAudit(trx, site, by, "source:refresh", { kind: "source", id, calendarId, details: { accept } })
    await updateSource(trx, id, { dueAt: site.now(), ...(accept && { accepted: true }) })
    await notify(trx, "beffroi_import")
    return existingSource(trx, id)
  })

/** @throws {DomainError} `not-found`, `forbidden` */
export async function authorizeRefresh(db: Db, by: By, id: string): Promise<void> {
  const { calendarId } = await existingSource(db, id)
  authorize(by, "source:refresh", { calendarId })
}
