import { randomUUID } from "node:crypto"
import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Calendar } from "../../domain/calendar.ts"
import { DomainError } from "../../domain/errors.ts"
import type { Source } from "../../domain/source.ts"
import type { SourceInput } from "../../input/source.ts"
import { type Db, transact } from "../../store/db.ts"
import { notify } from "../../store/queue.ts"
import { findSource, insertSource, readSource, updateSource } from "../../store/sources.ts"
import { authorizeAndAudit } from "../audit.ts"
import type { Site } from "../site.ts"
import { agendaCalendar } from "./existing.ts"

/** Subscribes a calendar to an address, which is read as soon as a worker can. One that was removed is taken up again. */
export const addSource = (db: Db, site: Site, by: By, { calendar: name, ...input }: SourceInput): Promise<Source> =>
  transact(db, async trx => {
    const calendar = await agendaCalendar(trx, name)
    const now = site.now()
    const existing = await findSource(trx, calendar.id, input.url)
    if (existing && !existing.removedAt) throw new DomainError("source-already-added", { calendar: name })
    const id = existing?.id ?? randomUUID()
    const { url } = input
    await authorizeAndAudit(trx, site, by, "source:add", {
      kind: "source",
      id,
      calendarId: calendar.id,
      details: { url },
    })
    if (existing) await updateSource(trx, id, { ...input, removedAt: null, dueAt: now, etag: null, lastModified: null })
    else await insertSource(trx, { ...input, id, calendarId: calendar.id, createdAt: now, dueAt: now })
    await notify(trx, "beffroi_import")
    return (await readSource(trx, id))!
  })

/** What stands for all files that are brought into a calendar by hand: one that comes again is known again. */
export const fileSource = (db: Db, site: Site, by: By, calendar: Calendar): Promise<Source> =>
  transact(db, async trx => {
    authorize(by, "source:import", { calendarId: calendar.id })
    const existing = await findSource(trx, calendar.id, null)
    if (!existing)
      await insertSource(trx, {
        id: randomUUID(),
        calendarId: calendar.id,
        url: null,
        publish: true,
        createdAt: site.now(),
      })
    return existing ?? (await findSource(trx, calendar.id, null))!
  })
