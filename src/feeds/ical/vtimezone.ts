import { foldedLines } from "./lines.ts"
import { type Observance, observancesOf } from "./observances.ts"

/**
 * A VTIMEZONE made from the zone data of the runtime itself: no package is right for every zone (one of them calls
 * Indian/Reunion Asia/Dubai). Daylight and standard with a rule where a rule holds, single observances where none does
 * (Africa/Casablanca, Asia/Gaza), never RDATE, on which Outlook fails. `X-LIC-LOCATION` is what libical's programs map by.
 * @param timeZone an IANA name that the runtime knows
 */
export function vtimezone(timeZone: string): string {
  const cached = rendered.get(timeZone)
  if (cached !== undefined) return cached
  const text = foldedLines([
    "BEGIN:VTIMEZONE",
    `TZID:${timeZone}`,
    `X-LIC-LOCATION:${timeZone}`,
    ...observancesOf(timeZone).flatMap(observanceLines),
    "END:VTIMEZONE",
  ])
  rendered.set(timeZone, text)
  return text
}

/** As many as there are names of zones; a zone's data does not change while the process lives. */
const rendered = new Map<string, string>()

function observanceLines({ daylight, from, to, start, rule }: Observance): (string | null)[] {
  const kind = daylight ? "DAYLIGHT" : "STANDARD"
  return [
    `BEGIN:${kind}`,
    `TZOFFSETFROM:${from.replaceAll(":", "")}`,
    `TZOFFSETTO:${to.replaceAll(":", "")}`,
    `DTSTART:${compact(start)}`,
    rule && `RRULE:FREQ=YEARLY;${rule}`,
    `END:${kind}`,
  ]
}

const compact = (time: Temporal.PlainDateTime): string => time.toString({ smallestUnit: "second" }).replace(/[-:]/g, "")
