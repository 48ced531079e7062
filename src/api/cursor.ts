import { z } from "zod"
import { fieldProblem } from "../domain/field-problem.ts"
import { because } from "../input/parse.ts"
import { sentenceOfProblems } from "../text/errors.ts"
import { HttpProblem } from "./problem.ts"

/** Where a page ends: the sort keys of its last row. Rows that are added or removed meanwhile do not shift the next page. */
const encodeCursor = (keys: readonly string[]): string => Buffer.from(JSON.stringify(keys)).toString("base64url")

/** @throws {HttpProblem} 400 when it is no cursor of this list */
export function decodeCursor<S extends z.ZodType>(schema: S, cursor: string | undefined): z.output<S> | null {
  if (cursor === undefined) return null
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")))
  } catch {
    const problems = [fieldProblem("cursor", "not-a-cursor")]
    throw new HttpProblem(400, sentenceOfProblems(problems), { problems })
  }
}

const MAX_PAGE = 200

const limits = because("page-size", { most: MAX_PAGE })

/** The parameters of every list. */
export const pageQuery = {
  limit: z.coerce
    .number(limits)
    .int(limits)
    .min(1, limits)
    .max(MAX_PAGE, limits)
    .default(50)
    .meta({ description: "how many a page" }),
  cursor: z.string().max(500).optional().meta({ description: "from the `next` link of the page before" }),
}

/** The schema of one page of a list. */
export const pageOf = <S extends z.ZodType>(item: S) =>
  z.strictObject({ items: z.array(item), next: z.url().nullable().meta({ description: "the next page, if any" }) })

/**
 * One page, and the address of the next when there is more.
 * @param rows of the page, and one more when there is one: they are read with `limit + 1`
 * @param keys the sort keys of a row
 * @param path of the request, with its query
 */
export function page<T>(
  rows: T[],
  { limit, origin, path, keys }: { limit: number; origin: string; path: string; keys: (row: T) => string[] },
): { rows: T[]; next: string | null } {
  if (rows.length <= limit) return { rows, next: null }
  const shown = rows.slice(0, limit)
  const next = new URL(path, origin)
  next.searchParams.set("cursor", encodeCursor(keys(shown.at(-1)!)))
  return { rows: shown, next: next.href }
}
