import type { Hono } from "hono"
import { HttpProblem } from "./problem.ts"

/** For every route of the app a handler for its other methods: 405 with those that it takes. */
export function otherMethods(app: Hono): Map<string, () => never> {
  const methods = new Map<string, Set<string>>()
  for (const { path, method } of app.routes) {
    if (path.includes("*") || method === "ALL") continue
    const taken = methods.get(path) ?? new Set()
    methods.set(path, taken.add(method))
    if (method === "GET") taken.add("HEAD")
  }
  return new Map(
    [...methods].map(([path, taken]) => [
      path,
      () => {
        const names = [...taken].join(", ")
        throw new HttpProblem(405, `this address takes ${names}`, { headers: { Allow: names } })
      },
    ]),
  )
}
