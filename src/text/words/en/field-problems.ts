import type { FieldParameters } from "../../../domain/field-problem.ts"
import type { FieldSentences } from "../error-sentences.ts"

// the first few read as zod 4 writes them, which clients of the API have seen since its first version
const UNITS: Record<string, string> = { string: " characters", array: " items", map: " entries", set: " items" }
const FORMATS: Record<string, string> = {
  regex: "input",
  uuid: "UUID",
  url: "URL",
  date: "ISO date",
  datetime: "ISO datetime",
  email: "email address",
}

const listed = (values: readonly unknown[]): string => values.map(value => JSON.stringify(value)).join("|")

const bounded =
  (word: string, sign: string) =>
  ({ origin, bound, inclusive, exact }: FieldParameters["too-big"]): string => {
    const unit = UNITS[origin]
    const limit = `${exact ? "exactly " : inclusive ? `${sign}=` : sign}${bound}`
    return `${word}: expected ${origin} ${unit ? "to have" : "to be"} ${limit}${unit ?? ""}`
  }

export const fieldProblems: FieldSentences = {
  type: ({ expected, received }) => `Invalid input: expected ${expected}, received ${received}`,
  option: ({ options }) =>
    options.length === 1
      ? `Invalid input: expected ${listed(options)}`
      : `Invalid option: expected one of ${listed(options)}`,
  "too-big": bounded("Too big", "<"),
  "too-small": bounded("Too small", ">"),
  format: ({ format, pattern }) =>
    pattern === undefined ? `Invalid ${FORMATS[format] ?? format}` : `Invalid string: must match pattern ${pattern}`,
  key: ({ origin }) => `Invalid key in ${origin}`,
  "not-acceptable": "Invalid input",
  "unknown-field": "is not a known field",
  "half-character": "must not hold half a character",
  empty: "must not be empty",
  "control-characters": "must be one line without control characters",
  "nul-character": "must not hold a NUL character",
  "angle-brackets": "must not hold < or >",
  "title-too-short": "must have at least 3 characters",
  "not-a-web-address": "must be an http or https address without spaces or credentials",
  "not-an-image-address": "must end in .jpg, .jpeg, .png, .webp, .avif or .gif",
  "not-a-language": "must be a language tag such as fr",
  "not-a-slug": "must be lower-case letters, digits and single hyphens, at most 80",
  "not-a-handle": "must be 1 to 30 lower-case letters, digits or underscores",
  "not-a-price":
    "must be free: true; or an amount (0 or more, at most 2 decimals) with its currency (ISO 4217, such as EUR); or words",
  "not-a-time-zone": "must be an IANA time zone such as Europe/Paris",
  "not-a-country": "must be two upper-case letters such as FR",
  "reserved-handle": "is the server's own",
  "one-coordinate": "latitude and longitude go together",
  "end-without-start": "needs a start",
  "place-and-places": "give place or places, not both",
  "not-a-length-in-days": "must be a number of days such as P9D",
  "not-a-length": "must be a length such as PT1H30M",
  "not-a-clock-time": "must be a time of day such as 14:00",
  "not-a-number": "must be a number",
  "page-size": ({ most }) => `must be a number from 1 to ${most}`,
  "scopes-missing": ({ scopes }) => `must name at least one of ${scopes.join(", ")}`,
  "not-in-the-future": "must lie in the future",

  "unknown-time-zone": ({ value }) => `"${value}" is not an IANA time zone`,
  "not-a-date": ({ value }) => `"${value}" is not a date such as 2026-12-01`,
  "not-a-local-time": ({ value }) => `"${value}" is not a local time such as 2026-12-01T18:30`,
  "not-a-time-of-day": ({ value }) => `"${value}" is not a time of day`,
  "skipped-time": ({ value, timeZone }) => `${value} does not exist in ${timeZone}: clocks go forward over it`,
  "end-before-start": ({ end, start }) => `${end} is before the start, ${start}`,
  "date-unchanged": "is the date that it has already",

  "no-calendar": ({ handle }) => `there is no calendar "${handle}"`,
  "no-event": ({ slug }) => `there is no event "${slug}"`,
  "calendar-of-interviews": ({ handle }) => `"${handle}" is a collection of interviews`,
  "calendar-of-events": ({ handle }) => `"${handle}" is not a collection of interviews`,
  "taken-by-event": ({ value }) => `"${value}" is taken by another event`,
  "taken-by-interview": ({ value }) => `"${value}" is taken by another interview`,
  taken: ({ value }) => `"${value}" is taken`,
  "slug-missing": "is needed, so that a second run knows this entry again",
  "slug-repeated-in-file": ({ slug, earlier }) => `"${slug}" stands at ${earlier} already`,
  "slug-repeated-in-programme": ({ slug }) => `"${slug}" stands twice in this programme`,

  "given-twice": "is given twice",
  repeated: "stands there more than once",
  "not-a-cursor": "is not a cursor of this list: follow `next`, or leave it out",
  "last-day-before-first": ({ last, firstName, first }) => `${last} is before ${firstName}, ${first}`,
  "last-day-too-old": ({ last, firstName }) => `${last} is more than 30 days ago: give ${firstName} too`,
  "not-a-box": ({ value }) => `"${value}" is not west,south,east,north in degrees`,
  "not-degrees": ({ value }) => `"${value}" is no number of degrees`,
  "south-of-north": "is north of north",
  "unknown-profile": 'must be "full", or absent',

  "not-a-source-address": "must be an http, https or webcal address",
  "address-with-credentials": "must not hold a name or password",
  "several-calendars": "shows several calendars together: give the address of each",
  "unreadable-source": ({ cause }) => cause,
}
