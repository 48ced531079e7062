import { isDeepStrictEqual } from "node:util"
import type { By } from "../../domain/by.ts"
import { type EventFields, type EventStatus, fieldsOfEvent, isPast, type WholeEvent } from "../../domain/event.ts"
import { instantsOf, type When } from "../../domain/time.ts"
import { checked } from "../../input/event-fields.ts"
import type { Trx } from "../../store/db.ts"
import { updateEventRow } from "../../store/event-rows.ts"
import { type ImportedRow, readImported, updateImported } from "../../store/imported-events.ts"
import { audit } from "../audit.ts"
import { authorizedEvent, subjectOf } from "../events/authorized.ts"
import { cancelEvent } from "../events/cancel.ts"
import { markEventFull } from "../events/mark-full.ts"
import { moveEventOnline } from "../events/move-online.ts"
import { postponeEvent } from "../events/postpone.ts"
import { rescheduleEvent } from "../events/reschedule.ts"
import { restoreEvent } from "../events/restore.ts"
import { changeFields } from "../events/update.ts"
import type { Site } from "../site.ts"
import type { SourceEntry } from "./entry.ts"
import type { Step } from "./plan.ts"

/** What is kept of an entry, to see next time what its origin changed. */
interface EntryState {
  fields: EventFields
  status: EventStatus
  full: boolean
}

/** What a row says of an entry that is there. */
export const imported = (
  { fields, status, full, page }: SourceEntry,
  digest: string,
): Pick<ImportedRow, "digest" | "fields" | "state" | "page"> => ({
  digest,
  fields: { fields, status, full } satisfies EntryState,
  state: status === "cancelled" ? "cancelled" : "there",
  page,
})

/**
 * Brings an event to what its origin says now. Only what the origin changed is changed: what an editor wrote here stays. As an editor
 * would do it by hand, followers are told of a cancellation, of what takes place after all, and of another hour or day (people have
 * noted the old one); everything else is a correction, which reaches copies and calendars in silence.
 */
export async function applyStep(
  trx: Trx,
  site: Site,
  by: By,
  sourceId: string,
  { what, entry, existing, digest, ...step }: Exclude<Step, { what: "create" }>,
): Promise<void> {
  const key = { sourceId, uid: existing.uid, recurrenceId: existing.recurrenceId }
  const row = await readImported(trx, key)
  // taken away here since the plan was made
  if (!row?.eventId) return
  const event = await authorizedEvent(trx, by, "event:edit", row.eventId)
  if (what === "cancel") await cancel(trx, site, by, event)
  else {
    const before = row.fields as EntryState
    const restored = what === "restore" ? await restore(trx, site, by, event) : event
    await follow(trx, site, by, restored, before, entry!)
  }
  await updateImported(trx, key, {
    ...(entry && { ...imported(entry, digest), recurrenceId: entry.recurrenceId }),
    ...("state" in step && { state: step.state }),
  })
}

async function cancel(trx: Trx, site: Site, by: By, event: WholeEvent): Promise<void> {
  if (event.status === "cancelled") return
  if (event.state === "published") await cancelEvent(trx, site, by, event.id)
  // nobody has seen a draft: its editor does
  else await setDraftStatus(trx, site, by, event, "cancelled")
}

/** Also what was cancelled by hand here: its origin says anew that it takes place. */
async function restore(trx: Trx, site: Site, by: By, event: WholeEvent): Promise<WholeEvent> {
  if (event.status !== "cancelled") return event
  if (event.state === "published") return restoreEvent(trx, site, by, event.id)
  await setDraftStatus(trx, site, by, event, "scheduled")
  return authorizedEvent(trx, by, "event:edit", event.id)
}

async function setDraftStatus(
  trx: Trx,
  site: Site,
  by: By,
  event: WholeEvent,
  status: "cancelled" | "scheduled",
): Promise<void> {
  await updateEventRow(trx, event.id, { status, changedAt: site.now() })
  await audit(trx, site, by, "event:edit", subjectOf(event, { status }))
}

async function follow(
  trx: Trx,
  site: Site,
  by: By,
  event: WholeEvent,
  before: EntryState,
  entry: SourceEntry,
): Promise<void> {
  const own = fieldsOfEvent(event)
  const fields = merged(own, before.fields, entry.fields)
  const moves = event.state === "published" && event.status !== "cancelled" && isMove(event, fields.when, site.now())
  const corrected = await changeFields(
    trx,
    site,
    event,
    moves ? { ...fields, when: own.when, sessions: own.sessions } : fields,
  )
  if (corrected !== event) await audit(trx, site, by, "event:edit", subjectOf(event))
  const now = moves ? await move(trx, site, by, corrected, fields) : corrected
  if (now.state === "published" && now.status !== "cancelled") await followState(trx, site, by, now, before, entry)
}

/** Field by field: the origin's where it changed it, else what stands here. A field that is newer than `before` was empty then. */
function merged(own: EventFields, before: Partial<EventFields>, after: EventFields): EventFields {
  const changed = (Object.keys(after) as (keyof EventFields)[]).filter(name => {
    const earlier = name in before ? before[name] : Array.isArray(after[name]) ? [] : null
    return !isDeepStrictEqual(earlier, after[name])
  })
  return checked({ ...own, ...Object.fromEntries(changed.map(name => [name, after[name]])) })
}

/** People have noted another moment. An hour that is added to a day that was known, or a new end, moves nobody's appointment. */
function isMove(event: WholeEvent, when: When, now: Date): boolean {
  const { startsAt } = instantsOf(when)
  if (isPast(event, now) || startsAt.getTime() === event.startsAt.getTime()) return false
  const sameDay = when.start.slice(0, 10) === event.when.start.slice(0, 10)
  return !(sameDay && when.allDay !== event.when.allDay)
}

async function move(trx: Trx, site: Site, by: By, event: WholeEvent, fields: EventFields): Promise<WholeEvent> {
  const { start, end, allDay, timeZone } = fields.when
  const moved = await rescheduleEvent(trx, site, by, event.id, { start, end, allDay, timeZone })
  // without an end it kept its length; the origin may know none
  return isDeepStrictEqual(moved.when, fields.when)
    ? moved
    : changeFields(trx, site, moved, { ...fieldsOfEvent(moved), when: fields.when })
}

/** States beside cancelled, which only calendars of other Beffrois tell. */
async function followState(
  trx: Trx,
  site: Site,
  by: By,
  event: WholeEvent,
  before: EntryState,
  { status, full, fields }: SourceEntry,
): Promise<void> {
  if (status !== before.status) {
    if (status === "postponed" && event.status !== "postponed") await postponeEvent(trx, site, by, event.id)
    else if (status === "moved-online" && event.status !== "moved-online" && fields.onlineUrl)
      await moveEventOnline(trx, site, by, event.id, fields.onlineUrl)
    else if (before.status === "postponed" && event.status === "postponed") await restoreEvent(trx, site, by, event.id)
  }
  if (full && !before.full && !event.full) await markEventFull(trx, site, by, event.id)
}
