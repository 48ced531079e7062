import { readPayloads } from "../../../src/store/outbox.ts"
import type { Scenario } from "../run.ts"
import { against, beside } from "../support/figure.ts"
import { costs, MB, measure } from "../support/measure.ts"
import { fedify, floor, type Goods, type PeerRate } from "../support/peers.ts"
import { type Sink, startSink } from "../support/sending.ts"
import { openSite, type TestSite } from "../support/site.ts"

const bench = "fan-out"
/** Followers of a publication, each on a host of its own; the peers run beside the middle one. */
const SIZES = [1_000, 10_000, 100_000] as const

/**
 * From one publication to every follower, through the real path: the action's transaction, the fan-out in SQL, a worker that
 * claims, signs, sends and records.
 */
export const fanOut: Scenario = async ({ postgres, full, tell }) => {
  const sink = await startSink()
  const of = async (followers: number, times: number) => {
    const site = await openSite(postgres)
    const measured = await measure(site, sink, { followers, times })
    await site.close()
    return measured
  }
  const few = await of(SIZES[0], full ? 20 : 10)
  const some = await of(SIZES[1], full ? 5 : 2)
  const { baseline, distinct, theirs } = await peers(sink, await openSite(postgres), full)
  const many = await of(SIZES[2], full ? 2 : 1)
  await sink.stop()

  const rate = (n: number) => ({ bench, figure: `deliveries to ${n} distinct hosts`, unit: "1/s" })
  for (const [i, measured] of [few, some, many].entries()) {
    const named = { ...rate(SIZES[i]!), value: measured.rate, with: costs(measured) }
    tell(
      beside(
        named,
        { name: "floor: RSA signature + undici request, distinct hosts", value: distinct.rate },
        { least: 0.6 },
      ),
    )
  }
  const floorCosts = {
    "its CPU ms a delivery": round(baseline.cpuMs),
    "to distinct hosts": round(distinct.cpuMs),
    ...baseline.way,
  }
  tell(
    beside(
      { ...rate(SIZES[1]), value: some.rate, with: floorCosts },
      { name: "floor: RSA signature + undici request, one connection pool", value: baseline.rate },
    ),
  )
  tell(
    beside(
      { ...rate(SIZES[1]), value: some.rate, with: { "its CPU ms a delivery": round(theirs.cpuMs) } },
      { name: "Fedify 2.3.8 sendActivity, in-process queue", value: theirs.rate },
      { least: 4 },
    ),
  )
  const cpu = { bench, figure: `CPU of a delivery among ${SIZES[2]}`, value: many.cpuMs, unit: "ms" }
  tell(beside(cpu, { name: `among ${SIZES[0]}`, value: few.cpuMs }, { most: 1.15 }))
  const all = [few, some, many]
  const worst = (read: (one: typeof few) => number) => Math.max(...all.map(read))
  tell(
    against(
      { bench, figure: "peak memory of the worker", value: worst(m => m.peakBytes) / MB, unit: "MB" },
      { most: 300 },
    ),
  )
  tell(
    against({ bench, figure: "publishing to first arrival", value: worst(m => m.firstMs), unit: "ms" }, { most: 100 }),
  )
  const doubled = all.reduce((sum, m) => sum + m.doubled, 0)
  tell(against({ bench, figure: "doubled deliveries", value: doubled, unit: "deliveries" }, { most: 0 }))
}

async function peers(
  sink: Sink,
  site: TestSite,
  full: boolean,
): Promise<{ baseline: Awaited<ReturnType<typeof floor>>; distinct: PeerRate; theirs: PeerRate }> {
  const goods = await goodsOf(site)
  await site.close()
  const deliveries = full ? 10_000 : 4_000
  return {
    baseline: await floor(sink, goods, { deliveries, hosts: 1 }),
    distinct: await floor(sink, goods, { deliveries, hosts: deliveries }),
    theirs: await fedify(sink, goods, full ? 3_000 : 1_000),
  }
}

/** An activity and a key of ours, so that the peers send and sign the very same. */
async function goodsOf(site: TestSite): Promise<Goods> {
  const { id, handle } = await site.calendar("agenda")
  await site.publish(handle)
  const outbox = await site.db
    .selectFrom("outbox")
    .select("id")
    .where("actorId", "=", id)
    .where("type", "=", "Create")
    .execute()
  const [payload] = await readPayloads(site.db, [outbox[0]!.id])
  return { privateKey: await site.rsaKey(id), body: payload!.body }
}

const round = (ms: number): number => Number(ms.toFixed(3))
