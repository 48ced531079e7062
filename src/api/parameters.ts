import type { Context } from "hono"
import type { z } from "zod"
import { fieldProblem } from "../domain/field-problem.ts"
import { checkInput } from "../input/parse.ts"
import { sentenceOfProblems } from "../text/errors.ts"
import { HttpProblem } from "./problem.ts"

/** @throws {HttpProblem} 422 naming every field that is wrong */
export function parseBody<B extends z.ZodType>(schema: B, json: unknown): z.output<B> {
  const result = checkInput(schema, json)
  if (result.success) return result.data
  const { problems } = result
  throw new HttpProblem(422, sentenceOfProblems(problems), { problems })
}

/** @throws {HttpProblem} 400, also for an unknown parameter: a misspelt one would be ignored in silence */
export function readQuery<Q extends z.ZodType>(c: Context, schema: Q): z.output<Q> {
  const all = Object.entries(c.req.queries())
  const twice = all.filter(([, values]) => values.length > 1)
  const result = checkInput(schema, Object.fromEntries(all.map(([name, [value]]) => [name, value])))
  const problems = [
    ...twice.map(([field]) => fieldProblem(field, "repeated")),
    ...(result.success ? [] : result.problems),
  ]
  if (problems.length > 0 || !result.success) throw new HttpProblem(400, sentenceOfProblems(problems), { problems })
  return result.data
}
