import ICAL from "ical.js"

/** The same calendar as JSON (RFC 7265): nothing is rendered a second way. */
export const jCal = (calendar: string | Buffer): string => JSON.stringify(ICAL.parse(String(calendar)))
