import { once } from "node:events"
import type { Server } from "node:http"
import { createAdaptorServer } from "@hono/node-server"
import { rounded } from "./figure.ts"
import type { Fired } from "./fire.ts"
import type { Usage } from "./usage.ts"

/** Serves on loopback as `src/main.ts` does. */
export async function serveOn(
  port: number,
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<Server> {
  const server = createAdaptorServer({ fetch }) as Server
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  return server
}

/** What a server did in a run of requests. */
export interface Answered {
  /** answers per second */
  rate: number
  /** milliseconds of the server's CPU for each */
  cpuMs: number
  peakBytes: number
  p99: number
  bytes: number
}

/** @throws when an answer has another status than it must: what is refused is answered quickly */
export function answered(fired: Fired, status: number, before: Usage, after: Usage): Answered {
  const { [status]: count = 0, ...others } = fired.statuses
  if (count === 0 || Object.keys(others).length > 0)
    throw new Error(`answers were ${JSON.stringify(fired.statuses)}, not all ${status}`)
  return {
    rate: count / fired.seconds,
    cpuMs: (after.cpuMs - before.cpuMs) / count,
    peakBytes: after.peakBytes,
    p99: fired.p99,
    bytes: fired.bytes / count,
  }
}

export const answerCosts = ({ cpuMs, peakBytes, p99 }: Answered, peer?: Answered): Record<string, number> => ({
  "CPU ms an answer": rounded(cpuMs),
  ...(peer && { "of the peer": rounded(peer.cpuMs) }),
  "99 % within ms": rounded(p99),
  "peak MB": Math.round(peakBytes / 1024 / 1024),
})
