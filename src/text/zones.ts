import { type When, zonedStart } from "../domain/time.ts"
import { dateFormat } from "./date-format.ts"
import { tongueOf } from "./tongue.ts"
import { wordsOf } from "./words/index.ts"

/** « heure de La Réunion » for an event whose clock differs from the usual zone's at that moment; else null. */
export function zoneWords(when: When, language: string, usualZone: string): string | null {
  if (when.allDay || when.timeZone === usualZone) return null
  const start = zonedStart(when)
  if (start.withTimeZone(usualZone).offset === start.offset) return null
  return zoneName(when.timeZone, language, start.epochMilliseconds)
}

/** `heure de La Réunion`, `Paris time`. @param at milliseconds: the runtime names some zones by their rules at that time */
export function zoneName(timeZone: string, language: string, at: number = Date.now()): string {
  const { dates } = wordsOf(language)
  const place = dates.zones[timeZone]
  if (place) return dates.zone(place)
  const name = dateFormat(tongueOf(language), { timeZone, timeZoneName: "longGeneric" })
    .formatToParts(at)
    .find(part => part.type === "timeZoneName")?.value
  return (name ?? timeZone).replace(/’/g, "'")
}
