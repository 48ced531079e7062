import { z } from "zod"
import { invalid } from "../domain/errors.ts"
import {
  type FieldCode,
  type FieldParameters,
  type FieldProblem,
  fieldProblem,
  type ParametersOf,
} from "../domain/field-problem.ts"

/**
 * What a schema says instead of a sentence: `z.string().min(1, because("empty"))`. zod carries a text alone, so that the code and
 * its parameters travel in it until {@link problemsOf} reads them.
 */
export const because = <C extends FieldCode>(code: C, ...[parameters]: ParametersOf<C>): string =>
  messageOf({ code, parameters: parameters ?? {} })

/** The same for a problem that was found elsewhere. */
export const messageOf = ({ code, parameters }: { code: FieldCode; parameters: object }): string =>
  MARK + JSON.stringify([code, parameters])

const MARK = "\u0000"

/** Nobody mends more at once, and an answer must not be longer than what was asked. */
const MOST_PROBLEMS = 200

/** `events[3].start`, as a person would point at it. */
export const fieldName = (path: readonly PropertyKey[], prefix = ""): string =>
  path.reduce<string>(
    (name, part) => (typeof part === "number" ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    prefix,
  ) || "(body)"

/**
 * The schema's verdict in our codes.
 * @param value that was parsed: zod would keep it in each issue and print it into the error's message, which cost as much as parsing
 * @param prefix where the value stands: `events[3]`
 */
export const problemsOf = (error: z.ZodError, value: unknown, prefix = ""): FieldProblem[] =>
  error.issues
    .slice(0, MOST_PROBLEMS)
    .flatMap(issue =>
      issue.code === "unrecognized_keys"
        ? issue.keys
            .slice(0, MOST_PROBLEMS)
            .map(key => fieldProblem(fieldName([...issue.path, key], prefix), "unknown-field"))
        : [problemOf(issue, value, fieldName(issue.path, prefix))],
    )
    .slice(0, MOST_PROBLEMS)

export type CheckedInput<T> = { success: true; data: T } | { success: false; problems: FieldProblem[] }

/** A value as the schema makes it, or every field that is wrong. */
export function checkInput<S extends z.ZodType>(schema: S, value: unknown, prefix = ""): CheckedInput<z.output<S>> {
  const { success, data, error } = schema.safeParse(value)
  return success ? { success, data } : { success, problems: problemsOf(error, value, prefix) }
}

/** @throws {DomainError} `invalid-fields`, naming every field that is wrong */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, prefix = ""): z.output<S> {
  const result = checkInput(schema, value, prefix)
  if (!result.success) throw invalid(result.problems)
  return result.data
}

function problemOf(issue: z.core.$ZodIssue, value: unknown, field: string): FieldProblem {
  if (issue.message.startsWith(MARK)) {
    const [code, parameters] = JSON.parse(issue.message.slice(MARK.length)) as [FieldCode, never]
    return fieldProblem(field, code, parameters)
  }
  switch (issue.code) {
    case "invalid_type":
      return fieldProblem(field, "type", { expected: issue.expected, received: typeName(valueAt(value, issue.path)) })
    case "invalid_value":
      return fieldProblem(field, "option", { options: issue.values as (string | number | boolean | null)[] })
    case "too_big":
      return fieldProblem(field, "too-big", boundOf(issue, issue.maximum))
    case "too_small":
      return fieldProblem(field, "too-small", boundOf(issue, issue.minimum))
    case "invalid_format":
      return fieldProblem(field, "format", {
        format: issue.format,
        ...(issue.format === "regex" && issue.pattern !== undefined && { pattern: issue.pattern }),
      })
    case "invalid_key":
      return fieldProblem(field, "key", { origin: issue.origin })
    default:
      return fieldProblem(field, "not-acceptable")
  }
}

const boundOf = (
  { origin, inclusive, exact }: { origin: string; inclusive?: boolean; exact?: boolean },
  bound: number | bigint,
): FieldParameters["too-big"] => ({
  origin,
  bound: Number(bound),
  inclusive: inclusive ?? false,
  exact: exact ?? false,
})

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((part, name) => (part as Record<PropertyKey, unknown> | null | undefined)?.[name], value)

/** `NaN` and `Infinity` by their names: `1e999` is JSON. */
const typeName = (value: unknown): string =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : z.util.parsedType(value)
