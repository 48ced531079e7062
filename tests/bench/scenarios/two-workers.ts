import type { Scenario } from "../run.ts"
import { against, beside } from "../support/figure.ts"
import { costs, measure } from "../support/measure.ts"
import { startSink } from "../support/sending.ts"
import { openSite } from "../support/site.ts"

const bench = "two-workers"

/** Two workers on one queue deliver no less than one and nothing twice, also on two cores that the sink and PostgreSQL share. */
export const twoWorkers: Scenario = async ({ postgres, full, tell }) => {
  const sink = await startSink()
  const followers = full ? 20_000 : 6_000
  const of = async (workers: number) => {
    const site = await openSite(postgres)
    const measured = await measure(site, sink, { followers, times: full ? 5 : 3, workers })
    await site.close()
    return measured
  }
  const one = await of(1)
  const two = await of(2)
  await sink.stop()
  const named = {
    bench,
    figure: `deliveries of two workers to ${followers} distinct hosts`,
    value: two.rate,
    unit: "1/s",
  }
  tell(beside({ ...named, with: costs(two) }, { name: "of one worker", value: one.rate }, { least: 1 }))
  tell(against({ bench, figure: "doubled deliveries", value: two.doubled, unit: "deliveries" }, { most: 0 }))
}
