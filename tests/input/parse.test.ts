import { expect, test } from "vitest"
import { z } from "zod"
import { fieldProblem } from "../../src/domain/field-problem.ts"
import { eventInput } from "../../src/input/event.ts"
import { because, checkInput, parseInput, problemsOf } from "../../src/input/parse.ts"
import { sourceInput } from "../../src/input/source.ts"
import { reasonOf } from "../../src/text/errors.ts"

const url = "https://a.example/b.png"
const wrong: [z.ZodType, unknown][] = [
  ...[null, undefined, 1, Number.NaN, Number.POSITIVE_INFINITY, [], "x", new Date(), true].map(
    (value): [z.ZodType, unknown] => [eventInput, value],
  ),
  [eventInput, { title: 1, start: null, calendar: ["a"], image: { url, alt: "a", width: 1.5, height: 0 } }],
  [eventInput, { title: "x".repeat(201), organisers: Array(51).fill("x"), place: { name: "x", latitude: 91 } }],
  [eventInput, { status: "gone", timesAre: "x", image: { url, alt: "a", width: 20_001, blurhash: "?" } }],
  [eventInput, { image: { url, alt: "a", focalPoint: [2] } }],
  [sourceInput, { url: "x", calendar: "agenda", tagMap: { "": "x" } }],
  [z.strictObject({ a: z.uuid(), b: z.iso.date(), c: z.iso.datetime(), d: z.url() }), { a: "", b: "", c: "", d: "" }],
  [z.union([z.string(), z.number()]), null],
  [z.tuple([z.number(), z.number()]), [1, 2, 3]],
  [z.string().length(3), "x"],
  [z.number().lt(3), 3],
  [z.number().gt(3), 3],
]

test("what zod says by itself reads in English as zod writes it", () => {
  for (const [schema, value] of wrong) {
    const { error } = schema.safeParse(value)
    for (const issue of error!.issues) {
      if (issue.message.startsWith("\0") || issue.code === "unrecognized_keys") continue
      const [problem] = problemsOf(new z.ZodError([issue]), value)
      expect(reasonOf(problem!)).toBe(issue.message)
    }
  }
})

test("our own reasons keep their codes and parameters, and unknown fields are named one by one", () => {
  const schema = z.strictObject({ limit: z.number().max(2, because("page-size", { most: 2 })) })
  expect(checkInput(schema, { limit: 3, a: 1, b: 2 }, "events[3]")).toEqual({
    success: false,
    problems: [
      fieldProblem("events[3].limit", "page-size", { most: 2 }),
      fieldProblem("events[3].a", "unknown-field"),
      fieldProblem("events[3].b", "unknown-field"),
    ],
  })
})

test("a value that is wrong as a whole is the body", () => {
  expect(() => parseInput(eventInput, null)).toThrow(
    expect.objectContaining({
      kind: "invalid",
      problems: [fieldProblem("(body)", "type", { expected: "object", received: "null" })],
    }),
  )
})
