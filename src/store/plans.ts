import { createHash } from "node:crypto"
import type pg from "pg"

/** Texts of the statements that `prepared.ts` made, and the names that their plans have in a connection. */
const names = new Map<string, string>()

export const keepPlan = (text: string): void => {
  names.set(text, `beffroi_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`)
}

/** From now on this connection plans them once: pg does so for what has a name, and Kysely gives none. */
export function keepPlans(client: pg.PoolClient): void {
  const ask = client.query.bind(client) as (...given: unknown[]) => unknown
  const query = (text: unknown, values?: unknown, done?: unknown) => {
    const name = typeof text === "string" ? names.get(text) : undefined
    return name ? ask({ name, text, values }, done) : ask(text, values, done)
  }
  client.query = query as typeof client.query
}
