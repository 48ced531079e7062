import type { By } from "../../domain/by.ts"
import { invalid } from "../../domain/errors.ts"
import { fieldProblem } from "../../domain/field-problem.ts"
import { movedTo, problemsOfWhen, type When } from "../../domain/time.ts"
import type { RescheduleInput } from "../../input/changes.ts"
import type { Db } from "../../store/db.ts"
import type { Site } from "../site.ts"
import { change, refuse } from "./change.ts"

/** Moves an event with its programme; without an end it keeps its length. @throws {DomainError} `invalid` when a new date cannot be kept */
export const rescheduleEvent = (db: Db, site: Site, by: By, id: string, { reason, ...input }: RescheduleInput) =>
  change(db, site, by, id, event => {
    if (event.status === "cancelled") refuse("event-must-be-restored")
    const when = whenAfterMove(event.when, input)
    if (when.start === event.when.start && when.end === event.when.end && when.timeZone === event.when.timeZone) {
      throw invalid([fieldProblem("start", "date-unchanged")])
    }
    return { kind: "rescheduled", status: "rescheduled", when, reason: reason ?? null }
  })

/** @throws {DomainError} `invalid` */
export function whenAfterMove(
  old: When,
  { start, end, allDay, timeZone }: Pick<RescheduleInput, "start" | "end" | "allDay" | "timeZone">,
): When {
  const zone = timeZone ?? old.timeZone
  const asked: When = { start, end: end ?? null, allDay: allDay ?? !start.includes("T"), timeZone: zone }
  const problems = problemsOfWhen(asked)
  if (problems.length > 0) throw invalid(problems)
  if (asked.end !== null) return asked
  const moved = movedTo(old, start, zone)
  const skipped = problemsOfWhen(moved)
  if (skipped.length > 0) throw invalid(skipped)
  return moved
}
