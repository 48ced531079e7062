import { firstDay, instantsOf, lastDay, type When } from "../domain/time.ts"
import { dateWords, hours } from "./dates.ts"
import { zoneWords } from "./zones.ts"

/** The same moment on the visitor's usual clock: « À Paris : de 6 h à 14 h »; null when nothing differs. */
export function elsewhereWords(when: When, language: string, usualZone: string): string | null {
  if (zoneWords(when, language, usualZone) === null) return null
  const { startsAt, endsAt } = instantsOf(when)
  const local = (instant: Date) =>
    Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(usualZone).toPlainDateTime().toString()
  const there: When = { start: local(startsAt), end: endsAt && local(endsAt), allDay: false, timeZone: usualZone }
  const sameDay = firstDay(there).equals(firstDay(when)) && lastDay(there).equals(lastDay(when))
  return sameDay ? hours(there, language) : dateWords(there, language, usualZone).long
}
