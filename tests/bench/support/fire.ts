import { Pool } from "undici"
import { percentile } from "./figure.ts"

export interface Shot {
  method: "GET" | "POST"
  path: string
  headers: Record<string, string>
  body?: Buffer
}

export interface Fired {
  seconds: number
  /** how many answers had each status */
  statuses: Record<string, number>
  /** bytes of all bodies */
  bytes: number
  /** milliseconds, of half and of 99 in 100 answers */
  p50: number
  p99: number
}

/** A fixed number of requests over a fixed number of connections, each one waiting for its answer before the next. */
export async function fire(
  origin: string,
  count: number,
  connections: number,
  shot: (n: number) => Shot,
): Promise<Fired> {
  const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: 30_000, bodyTimeout: 30_000 })
  const statuses: Record<string, number> = {}
  const times: number[] = []
  let bytes = 0
  let next = 0
  const loop = async () => {
    while (next < count) {
      const { method, path, headers, body = null } = shot(next++)
      const begun = performance.now()
      const answer = await pool.request({ method, path, headers, body })
      for await (const chunk of answer.body as AsyncIterable<Buffer>) bytes += chunk.length
      times.push(performance.now() - begun)
      statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: connections }, loop))
  const seconds = (performance.now() - begun) / 1000
  await pool.destroy()
  return { seconds, statuses, bytes, p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
}
