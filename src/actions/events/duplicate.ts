import { authorize, may } from "../../access/policy.ts"
import { accountOf, type By } from "../../domain/by.ts"
import { DomainError, notFound } from "../../domain/errors.ts"
import { fieldsOfEvent, type WholeEvent } from "../../domain/event.ts"
import { programmeMoved } from "../../domain/programme.ts"
import type { DuplicateInput } from "../../input/changes.ts"
import { checked } from "../../input/event-fields.ts"
import { type Db, transact } from "../../store/db.ts"
import { readEvent } from "../../store/events.ts"
import { audit } from "../audit.ts"
import type { Site } from "../site.ts"
import { subjectOf } from "./authorized.ts"
import { insertDraft } from "./drafts.ts"
import { whenAfterMove } from "./reschedule.ts"
import { freeSlug } from "./slugs.ts"

/**
 * Copies an event as a draft, on time and with places left. With `start` its dates move there and its programme goes along; hours
 * stay what they are on the clock. The documents of its sessions stay behind: they tell of what took place.
 * @throws {DomainError} `not-found`, `gone`, `invalid` when a date or a moved session cannot be kept
 */
export const duplicateEvent = (
  db: Db,
  site: Site,
  by: By,
  id: string,
  { start }: DuplicateInput,
): Promise<WholeEvent> =>
  transact(db, async trx => {
    const event = await readEvent(trx, { id })
    const on = event && { calendarId: event.calendarId, authorId: accountOf(by)?.id ?? null }
    if (!event || (event.state === "draft" && !may(by, "event:read-draft", on!))) throw notFound("event")
    if (event.state === "deleted") throw new DomainError("deleted", { what: "event" })
    authorize(by, "event:create", on!)
    const when = start ? whenAfterMove(event.when, { start }) : event.when
    const old = fieldsOfEvent(event)
    const sessions = programmeMoved(old.sessions, event.when, when).map(session => ({ ...session, documents: [] }))
    const fields = checked({ ...old, when, sessions })
    const slug = await freeSlug(trx, null, fields)
    const copy = await insertDraft(trx, site, { calendar: event.calendar, fields, slug }, on!.authorId)
    await audit(trx, site, by, "event:create", subjectOf(copy, { copyOf: id }))
    return copy
  })
