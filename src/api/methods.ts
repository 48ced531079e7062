import type { Hono } from "hono"
import { HttpProblem } from "./problem.ts"

/** For every address of the app, what answers the methods that it does not take: 405 with those that it does. */
export function allowed(app: Hono): Map<string, () => never> {
  const methods = new Map<string, Set<string>>()
  for (const { path, method } of app.routes) {
    if (path.includes("*") || method === "ALL") continue
    const known = methods.get(path) ?? new Set()
    methods.set(path, known.add(method))
    if (method === "GET") known.add("HEAD")
  }
  return new Map(
    [...methods].map(([path, known]) => [
      path,
      () => {
        const names = [...known].join(", ")
        throw new HttpProblem(405, `this address takes ${names}`, { headers: { Allow: names } })
      },
    ]),
  )
}
