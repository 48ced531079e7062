import { createDelivery } from "../../../federation/delivery/index.ts"
import { createOutgoing, type Outgoing } from "../../../src/outgoing.ts"
import { type Db, openDatabase } from "../../../src/store/db.ts"
import { startWorker, type Worker } from "../../../src/worker/run.ts"
import { answerCalls } from "../support/child.ts"
import { addressOf } from "../support/hosts.ts"

/** A worker process as `ROLE=worker` runs it: PostgreSQL is listened to and polled, what is due is claimed, signed, sent, recorded. */
let open: { db: Db; outgoing: Outgoing; worker: Worker } | null = null

async function start({
  databaseUrl,
  origin,
  secretKey,
}: {
  databaseUrl: string
  origin: string
  secretKey: string
}): Promise<void> {
  const { db } = openDatabase(databaseUrl)
  const outgoing = createOutgoing({
    allowPrivateAddresses: true,
    userAgent: `Beffroi (+${origin})`,
    resolve: async hostname => [addressOf(hostname)],
  })
  const worker = startWorker({ databaseUrl, jobs: [createDelivery({ db, origin, outgoing, secretKey })] })
  open = { db, outgoing, worker }
}

const calls = { start }
export type SenderCalls = typeof calls

answerCalls(calls, async () => {
  await open?.worker.stop()
  await open?.outgoing.close()
  await open?.db.destroy()
})
