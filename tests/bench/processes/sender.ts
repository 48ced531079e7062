import { type OpenSite, worker } from "../../../src/app.ts"
import type { Worker } from "../../../src/worker/run.ts"
import { answerCalls } from "../support/child.ts"
import { type Opening, openInWorld } from "../support/opening.ts"

/** A worker as `ROLE=worker` runs it: PostgreSQL is listened to and polled; what is due is claimed, signed, sent, recorded. */
let running: { site: OpenSite; worker: Worker } | null = null

async function start(opening: Opening): Promise<void> {
  const site = await openInWorld(opening)
  running = { site, worker: worker(site) }
}

const calls = { start }
export type SenderCalls = typeof calls

answerCalls(calls, async () => {
  await running?.worker.stop()
  await running?.site.close()
})
