import { type Compilable, CompiledQuery } from "kysely"
import type { Db } from "./db.ts"
import { keepPlan } from "./plans.ts"

/** Stands where a parameter goes while the text is made. */
class Hole {
  readonly at: number
  constructor(at: number) {
    this.at = at
  }
}

/**
 * A query that is asked all the time: its text is made once a process, and each connection reads and plans it once. A row by its key
 * then takes PostgreSQL 0.03 ms instead of 0.08, and this process 0.03 instead of 0.05.
 *
 * For lookups by key and small tables only: the plan is the same whatever the parameters are. It names its columns, never `*`: one that
 * a newer version adds would make every kept plan fail ("cached plan must not change result type") until the connection ends.
 * @param build the query, with parameters as values and never as conditions of how it is built
 */
export function prepared<Row, P extends unknown[]>(
  build: (db: Db, ...parameters: P) => Compilable<Row>,
): (db: Db, ...parameters: P) => Promise<Row[]> {
  let made: { text: string; parameters: readonly unknown[] } | undefined
  return async (db, ...given) => {
    made ??= make(db, build, given.length)
    const parameters = made.parameters.map(value => (value instanceof Hole ? given[value.at] : value))
    return (await db.executeQuery<Row>(CompiledQuery.raw(made.text, parameters))).rows
  }
}

function make<P extends unknown[]>(db: Db, build: (db: Db, ...parameters: P) => Compilable, count: number) {
  const { sql: text, parameters } = build(
    db,
    ...(Array.from({ length: count }, (_, at) => new Hole(at)) as unknown as P),
  ).compile()
  keepPlan(text)
  return { text, parameters }
}
