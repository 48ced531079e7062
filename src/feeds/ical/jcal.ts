import ICAL from "ical.js"

/** The same calendar as JSON (RFC 7265): nothing is rendered a second way. */
export const jCal = (calendar: string): string => JSON.stringify(ICAL.parse(calendar))
