import { answerCalls } from "../support/child.ts"
import { type Fired, fire } from "../support/fire.ts"

/** Whoever reads a site, in a process of its own. */
export interface Reading {
  origin: string
  path: string
  headers: Record<string, string>
  count: number
  connections: number
}

const read = ({ origin, path, headers, count, connections }: Reading): Promise<Fired> =>
  fire(origin, count, connections, () => ({ method: "GET", path, headers }))

const calls = { read }
export type ReaderCalls = typeof calls
answerCalls(calls)
