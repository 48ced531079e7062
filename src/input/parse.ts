import type { z } from "zod"
import { type FieldProblem, invalid } from "../domain/errors.ts"

/** `events[3].start`, as a person would point at it. */
export const fieldName = (path: readonly PropertyKey[], prefix = ""): string =>
  path.reduce<string>(
    (name, part) => (typeof part === "number" ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    prefix,
  ) || "(body)"

export function problemsOf(error: z.ZodError, prefix = ""): FieldProblem[] {
  const problems = error.issues
    .slice(0, MOST_PROBLEMS)
    .flatMap(issue =>
      issue.code === "unrecognized_keys"
        ? issue.keys
            .slice(0, MOST_PROBLEMS)
            .map(key => ({ field: fieldName([...issue.path, key], prefix), reason: "is not a known field" }))
        : [{ field: fieldName(issue.path, prefix), reason: issue.message }],
    )
  return problems.slice(0, MOST_PROBLEMS)
}

/** Nobody corrects more at once, and an answer must not be longer than its request. */
const MOST_PROBLEMS = 200

/** @throws {DomainError} `invalid`, naming every field that is wrong */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, prefix = ""): z.output<S> {
  const result = schema.safeParse(value)
  if (!result.success) throw invalid(problemsOf(result.error, prefix))
  return result.data
}
