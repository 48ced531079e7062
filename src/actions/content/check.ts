import { z } from "zod"
import { invalid } from "../../domain/errors.ts"
import { type FieldProblem, fieldProblem } from "../../domain/field-problem.ts"
import { calendarInput, publisherInput } from "../../input/calendar.ts"
import { interviewInput } from "../../input/interview.ts"
import { checkInput, parseInput } from "../../input/parse.ts"
import { line } from "../../input/scalars.ts"
import { type Demonstration, demonstrationInput } from "./demonstration.ts"
import { type ExportedEventInput, exportedEventInput } from "./exported-event.ts"

/** A file of content, an export among them: the same words as the API, every entry published. */
const fileShape = z.strictObject({
  $comment: z.string().optional(),
  licence: line(200).optional(),
  publisher: publisherInput.optional(),
  calendars: z.array(z.unknown()).default([]),
  events: z.array(z.unknown()).default([]),
  agenda: z.array(z.unknown()).default([]),
  interviews: z.array(z.unknown()).default([]),
  demonstration: z.array(z.unknown()).default([]),
})

/** An entry of the file that has been checked, and where it stands there. */
export interface CheckedEntry<T> {
  input: T
  at: string
}

interface Content {
  licence: string | null
  publisher: z.infer<typeof publisherInput> | null
  calendars: CheckedEntry<z.infer<typeof calendarInput>>[]
  events: CheckedEntry<ExportedEventInput>[]
  interviews: CheckedEntry<z.infer<typeof interviewInput>>[]
  demonstration: CheckedEntry<Demonstration>[]
}

/** Checks the whole file before anything is written. */
export function check(file: unknown): Content {
  const shape = parseInput(fileShape, file)
  const problems: FieldProblem[] = []
  const slugs = new Map<string, string>()
  const each = <S extends z.ZodType>(
    name: "calendars" | "events" | "agenda" | "interviews" | "demonstration",
    schema: S,
    extra: object = {},
  ): CheckedEntry<z.output<S>>[] =>
    shape[name].flatMap((value, index) => {
      const at = `${name}[${index}]`
      const entry = typeof value === "object" && value !== null ? { ...value, ...extra } : value
      const parsed = checkInput(schema, entry, at)
      if (!parsed.success) {
        problems.push(...parsed.problems)
        return []
      }
      if (name !== "calendars")
        problems.push(...slugProblems(slugs, parsed.data, at, name === "interviews" ? "interview" : "event"))
      return [{ input: parsed.data, at }]
    })
  const content: Content = {
    licence: shape.licence ?? null,
    publisher: shape.publisher ?? null,
    calendars: each("calendars", calendarInput),
    events: [
      ...each("events", exportedEventInput, { publish: true }),
      ...each("agenda", exportedEventInput, { publish: true }),
    ],
    interviews: each("interviews", interviewInput, { publish: true }),
    demonstration: each("demonstration", demonstrationInput),
  }
  if (problems.length > 0) throw invalid(problems)
  return content
}

function slugProblems(seen: Map<string, string>, entry: unknown, at: string, kind: string): FieldProblem[] {
  const { slug } = entry as { slug?: string | null }
  const field = `${at}.slug`
  if (!slug) return [fieldProblem(field, "slug-missing")]
  const earlier = seen.get(`${kind} ${slug}`)
  seen.set(`${kind} ${slug}`, at)
  return earlier ? [fieldProblem(field, "slug-repeated-in-file", { slug, earlier })] : []
}
