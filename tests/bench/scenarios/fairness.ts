import type { Scenario } from "../run.ts"
import { beside } from "../support/figure.ts"
import { say } from "../support/progress.ts"
import { arrived, type Sender, type Sink, startSenders, startSink } from "../support/sending.ts"
import { addFollowers, openSite } from "../support/site.ts"

const bench = "fairness"
/** Of each ten hosts one hangs, one resets, one answers 500 and one takes 200 ms; the sink tells them apart by their number. */
const HEALTHY = 0.6

/** Servers in trouble must not hold up the others: the same healthy hosts, among healthy ones and among troubled ones. */
export const fairness: Scenario = async ({ postgres, full, tell }) => {
  const sink = await startSink()
  // long enough that the hanging ones, cut off after ten seconds, come to an end as fast as new ones begin
  const followers = full ? 60_000 : 30_000
  const of = async (troubles: boolean) => {
    const site = await openSite(postgres)
    const { id, handle } = await site.calendar("agenda")
    await addFollowers(site.db, id, { followers, port: sink.port })
    const [sender] = await startSenders(site, sink)
    const measured = await healthyRate(sink, sender!, {
      troubles,
      healthy: followers * HEALTHY,
      publish: () => site.publish(handle),
    })
    await sender!.stop()
    await site.close()
    say(`… ${troubles ? "with troubles" : "undisturbed"}: ${Math.round(measured.rate)} healthy hosts/s`)
    return measured
  }
  const undisturbed = await of(false)
  const disturbed = await of(true)
  await sink.stop()
  const conditions = {
    hosts: followers,
    "peak MB": Math.round(disturbed.peakBytes / 1024 / 1024),
    doubled: disturbed.doubled,
  }
  const named = { bench, figure: "deliveries to the healthy 60 % of hosts", value: disturbed.rate, unit: "1/s" }
  tell(
    beside(
      { ...named, with: conditions },
      { name: "the same hosts, undisturbed", value: undisturbed.rate },
      { least: 0.8 },
    ),
  )
}

async function healthyRate(
  sink: Sink,
  sender: Sender,
  { troubles, healthy, publish }: { troubles: boolean; healthy: number; publish(): Promise<unknown> },
) {
  await sink.ask("reset", { troubles })
  await publish()
  const committed = Date.now()
  await arrived(sink, healthy, "healthy")
  const { healthyLast: last, doubled } = await sink.ask("counts")
  const { peakBytes } = await sender.usage()
  return { rate: (healthy / (last - committed)) * 1000, peakBytes, doubled }
}
