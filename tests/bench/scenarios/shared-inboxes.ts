import type { Scenario } from "../run.ts"
import { against } from "../support/figure.ts"
import { costs, MB, measure } from "../support/measure.ts"
import { startSink } from "../support/sending.ts"
import { openSite } from "../support/site.ts"

const bench = "shared-inboxes"
const FOLLOWERS = 100_000
const HOSTS = 1_000

/** 100,000 followers on 1,000 servers, as most live: one request a server reaches all of its people. */
export const sharedInboxes: Scenario = async ({ postgres, full, tell }) => {
  const sink = await startSink()
  const site = await openSite(postgres)
  const measured = await measure(site, sink, { followers: FOLLOWERS, hosts: HOSTS, times: full ? 5 : 2 })
  await site.close()
  await sink.stop()
  const seconds = measured.publishMs / 1000 + HOSTS / measured.rate
  const conditions = { ...costs(measured), "deliveries/s": Math.round(measured.rate) }
  const named = { bench, figure: `from publishing to the last of ${FOLLOWERS} followers on ${HOSTS} servers` }
  tell(against({ ...named, value: seconds, unit: "s", with: conditions }, { most: 3 }))
  tell(against({ bench, figure: "publishing to first arrival", value: measured.firstMs, unit: "ms" }, { most: 100 }))
  tell(
    against({ bench, figure: "peak memory of the worker", value: measured.peakBytes / MB, unit: "MB" }, { most: 300 }),
  )
  tell(against({ bench, figure: "doubled deliveries", value: measured.doubled, unit: "deliveries" }, { most: 0 }))
}
