import { httpApp, type OpenSite } from "../../../src/app.ts"
import { serveOn } from "../support/answering.ts"
import { answerCalls } from "../support/child.ts"
import { type Opening, openInWorld } from "../support/opening.ts"

/** A web process as `ROLE=web` runs it, on the port of its ORIGIN. */
let site: OpenSite | null = null

async function start(opening: Opening): Promise<void> {
  site = await openInWorld(opening)
  await serveOn(Number(new URL(opening.origin).port), httpApp(site).fetch)
}

const calls = { start }
export type ServerCalls = typeof calls

answerCalls(calls, () => site?.close())
