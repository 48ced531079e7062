import { Hono } from "hono"
import { serveOn } from "../support/answering.ts"
import { answerCalls } from "../support/child.ts"

/** The peer of what is served: one Hono route that answers JSON, with nothing behind it. */
async function start({ port, json }: { port: number; json: Record<string, unknown> }): Promise<void> {
  const app = new Hono()
  app.get("/", c => c.json(json))
  await serveOn(port, app.fetch)
}

const calls = { start }
export type BareHonoCalls = typeof calls
answerCalls(calls)
