import type { FedifySenderCalls } from "../processes/fedify-sender.ts"
import type { FloorCalls, FloorRun } from "../processes/floor.ts"
import { startChild } from "./child.ts"
import type { Sink } from "./sending.ts"
import { arrived } from "./sending.ts"

/** The same bytes and key that ours sends with. */
export interface Goods {
  privateKey: string
  body: string
}

export interface PeerRate {
  /** deliveries per second */
  rate: number
  /** milliseconds of the sender for each delivery */
  cpuMs: number
}

/** What was best for this machine: tried with few deliveries, then kept. */
export type Way = Pick<FloorRun, "concurrency" | "signing">

const WAYS: Way[] = [8, 32, 64, 128].flatMap(concurrency => [
  { concurrency, signing: "here" as const },
  { concurrency, signing: "threads" as const },
])
const HOSTS_FROM = 20_000_000

/** The floor: one signature and one request, in the way that is fastest here. @param hosts 1: kept alive */
export async function floor(
  sink: Sink,
  goods: Goods,
  { deliveries, hosts }: { deliveries: number; hosts: number },
): Promise<PeerRate & { way: Way }> {
  let from = HOSTS_FROM
  const child = await startChild<FloorCalls>("floor")
  const run = async (way: Way, deliveries: number) => {
    await sink.ask("reset", { troubles: false })
    const before = await child.usage()
    const begun = Date.now()
    await child.ask("run", { ...goods, ...way, deliveries, hosts: Math.min(hosts, deliveries), from, port: sink.port })
    const { last } = await sink.ask("counts")
    from += hosts
    const { cpuMs } = await child.usage()
    return { rate: (deliveries / (last - begun)) * 1000, cpuMs: (cpuMs - before.cpuMs) / deliveries }
  }
  try {
    let best: { way: Way; rate: number } | null = null
    // the first goes twice: it compiles the code
    for (const way of [WAYS[0]!, ...WAYS]) {
      const { rate } = await run(way, 1_000)
      if (!best || rate > best.rate) best = { way, rate }
    }
    return { ...(await run(best!.way, deliveries)), way: best!.way }
  } finally {
    await child.stop()
  }
}

/** Fedify's `sendActivity` as it comes, to distinct hosts; from its first arrival on, so that its start does not count. */
export async function fedify(sink: Sink, goods: Goods, deliveries: number): Promise<PeerRate> {
  const child = await startChild<FedifySenderCalls>("fedify-sender")
  try {
    const send = async (deliveries: number, from: number) => {
      await sink.ask("reset", { troubles: false })
      const before = await child.usage()
      await child.ask("run", { ...goods, deliveries, from, port: sink.port })
      await arrived(sink, deliveries)
      const { first, last } = await sink.ask("counts")
      const { cpuMs } = await child.usage()
      return { rate: ((deliveries - 1) / (last - first)) * 1000, cpuMs: (cpuMs - before.cpuMs) / deliveries }
    }
    await send(300, HOSTS_FROM)
    return await send(deliveries, HOSTS_FROM + 1_000)
  } finally {
    await child.stop()
  }
}
