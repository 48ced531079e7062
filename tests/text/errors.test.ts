import { describe, expect, test } from "vitest"
import { DomainError, type ErrorCode, type ErrorParameters, invalid } from "../../src/domain/errors.ts"
import {
  type FieldCode,
  type FieldParameters,
  type FieldProblem,
  fieldProblem,
} from "../../src/domain/field-problem.ts"
import { explained, reasonOf, sentenceOf } from "../../src/text/errors.ts"

/** Parameters for every code: the compiler holds the list. */
const ERRORS: ErrorParameters = {
  "invalid-fields": {},
  "actor-address-malformed": { value: "VALUE" },
  "actor-unusable": { id: "ID", cause: "CAUSE" },
  "actor-id-differs": { id: "ID", actual: "ACTUAL" },
  "not-permitted": { action: "event:publish" },
  "token-unknown": {},
  "token-revoked": {},
  "token-expired": {},
  "token-foreign": {},
  "not-found": { what: "source", name: "NAME" },
  "actor-unreadable": { id: "ID", cause: "CAUSE" },
  "host-unreachable": { host: "HOST", cause: "CAUSE" },
  "account-unknown": { host: "HOST", address: "ADDRESS", status: 418 },
  "account-without-actor": { address: "ADDRESS" },
  deleted: { what: "event" },
  "already-published": { what: "interview" },
  "event-is-draft": {},
  "event-is-cancelled": {},
  "event-must-be-restored": {},
  "event-already-cancelled": {},
  "event-already-postponed": {},
  "event-already-online": {},
  "event-already-full": {},
  "event-not-restorable": {},
  "source-already-added": { calendar: "CALENDAR" },
  "source-busy": {},
  "delivery-not-dead": { state: "STATE" },
  "body-too-large": {},
}

const BOUND = { origin: "string", bound: 200, inclusive: true, exact: false }
const FIELDS: FieldParameters = {
  type: { expected: "string", received: "undefined" },
  option: { options: ["scheduled", "cancelled"] },
  "too-big": BOUND,
  "too-small": BOUND,
  format: { format: "regex", pattern: "/^x$/" },
  key: { origin: "record" },
  "not-acceptable": {},
  "unknown-field": {},
  "half-character": {},
  empty: {},
  "control-characters": {},
  "nul-character": {},
  "angle-brackets": {},
  "title-too-short": {},
  "not-a-web-address": {},
  "not-an-image-address": {},
  "not-a-language": {},
  "not-a-slug": {},
  "not-a-handle": {},
  "not-a-price": {},
  "not-a-time-zone": {},
  "not-a-country": {},
  "reserved-handle": {},
  "one-coordinate": {},
  "end-without-start": {},
  "place-and-places": {},
  "not-a-length-in-days": {},
  "not-a-length": {},
  "not-a-clock-time": {},
  "not-a-number": {},
  "page-size": { most: 200 },
  "scopes-missing": { scopes: ["SCOPE"] },
  "not-in-the-future": {},
  "unknown-time-zone": { value: "VALUE" },
  "not-a-date": { value: "VALUE" },
  "not-a-local-time": { value: "VALUE" },
  "not-a-time-of-day": { value: "VALUE" },
  "skipped-time": { value: "VALUE", timeZone: "ZONE" },
  "end-before-start": { end: "END", start: "START" },
  "date-unchanged": {},
  "no-calendar": { handle: "HANDLE" },
  "no-event": { slug: "SLUG" },
  "calendar-of-interviews": { handle: "HANDLE" },
  "calendar-of-events": { handle: "HANDLE" },
  "taken-by-event": { value: "VALUE" },
  "taken-by-interview": { value: "VALUE" },
  taken: { value: "VALUE" },
  "slug-missing": {},
  "slug-repeated-in-file": { slug: "SLUG", earlier: "EARLIER" },
  "slug-repeated-in-programme": { slug: "SLUG" },
  "given-twice": {},
  repeated: {},
  "not-a-cursor": {},
  "last-day-before-first": { last: "LAST", firstName: "FROM", first: "FIRST" },
  "last-day-too-old": { last: "LAST", firstName: "FROM" },
  "not-a-box": { value: "VALUE" },
  "not-degrees": { value: "VALUE" },
  "south-of-north": {},
  "unknown-profile": {},
  "not-a-source-address": {},
  "address-with-credentials": {},
  "several-calendars": {},
  "unreadable-source": { cause: "CAUSE" },
}

/** Values that the sentence must repeat: those that stand in capitals above. */
const repeated = (parameters: object): string[] =>
  Object.values(parameters)
    .flat()
    .filter((value): value is string => typeof value === "string" && /^[A-Z]+$/.test(value))

const SENTENCE = /^[^\s].*[^\s.]$/

describe.each(["fr", "en"] as const)("every refusal has a sentence in %s", language => {
  test.each(Object.entries(ERRORS))("%s", (code, parameters) => {
    const error = new DomainError(...([code, parameters] as [ErrorCode, never]))
    const sentence = sentenceOf(error, language)
    expect(sentence).toMatch(SENTENCE)
    for (const value of repeated(parameters)) expect(sentence).toContain(value)
  })

  test.each(Object.entries(FIELDS))("%s", (code, parameters) => {
    const problem = { field: "FIELD", code: code as FieldCode, parameters } as FieldProblem
    const reason = reasonOf(problem, language)
    expect(reason).toMatch(SENTENCE)
    for (const value of repeated(parameters)) expect(reason).toContain(value)
    expect(sentenceOf(invalid([problem, problem]), language)).toBe(`FIELD: ${reason}; FIELD: ${reason}`)
    expect(explained([problem], language)).toEqual([{ field: "FIELD", reason }])
  })
})

test("the two languages say different things", () => {
  const same = Object.entries(FIELDS)
    .map(([code, parameters]) => ({ field: "", code, parameters }) as FieldProblem)
    .filter(problem => reasonOf(problem, "fr") === reasonOf(problem, "en"))
  expect(same).toEqual([])
})

test("an error tells its kind, its code and its parameters apart, and its message is not for readers", () => {
  expect(new DomainError("not-found", { what: "event" })).toMatchObject({
    name: "DomainError",
    kind: "not-found",
    code: "not-found",
    parameters: { what: "event" },
    problems: [],
    message: 'not-found {"what":"event"}',
  })
  const problems = [fieldProblem("start", "date-unchanged")]
  expect(invalid(problems)).toMatchObject({ kind: "invalid", code: "invalid-fields", parameters: {}, problems })
})
