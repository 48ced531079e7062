import type { SenderCalls } from "../processes/sender.ts"
import type { SinkCalls } from "../processes/sink.ts"
import { type Child, startChild } from "./child.ts"
import { ADDRESSES } from "./hosts.ts"
import { progress, until } from "./progress.ts"
import { addFollowers, SECRET_KEY, type TestSite } from "./site.ts"

export interface Sink extends Child<SinkCalls> {
  port: number
}

export async function startSink(): Promise<Sink> {
  const sink = await startChild<SinkCalls>("sink")
  return { ...sink, port: await sink.ask("listen", { addresses: ADDRESSES }) }
}

export type Sender = Child<SenderCalls>

/** The hosts that warm a sender up; nobody else uses their numbers. */
const WARM_UP = { followers: 2_000, from: 10_000_000 }

/**
 * Workers in processes of their own, warmed up: a server runs for months, and the first thousand deliveries of a process
 * also pay for compiling its code.
 */
export async function startSenders(site: TestSite, sink: Sink, count = 1): Promise<Sender[]> {
  const { id, handle } = await site.calendar("echauffement")
  await addFollowers(site.db, id, { ...WARM_UP, port: sink.port })
  const senders = await Promise.all(Array.from({ length: count }, () => startChild<SenderCalls>("sender")))
  const { databaseUrl, origin } = site
  for (const sender of senders) await sender.ask("start", { databaseUrl, origin, secretKey: SECRET_KEY })
  for (let i = 0; i < count; i++)
    await publishAndWait(site, sink, senders, { calendar: handle, deliveries: WARM_UP.followers })
  return senders
}

export interface Delivered {
  /** milliseconds that publishing took, until it was committed with all its deliveries */
  publishMs: number
  /** milliseconds from then to the first arrival */
  firstMs: number
  /** deliveries per second, from then to the last arrival */
  rate: number
  /** milliseconds of all workers, and of PostgreSQL (publishing included), for each delivery */
  cpuMs: number
  databaseMs: number | null
  doubled: number
}

/** Publishes one event and waits until every follower has it and that is recorded. */
export async function publishAndWait(
  site: TestSite,
  sink: Sink,
  senders: Sender[],
  { calendar, deliveries }: { calendar: string; deliveries: number },
): Promise<Delivered> {
  await sink.ask("reset", { troubles: false })
  const cpu = await cpuOf(site, senders)
  const begun = Date.now()
  await site.publish(calendar)
  const committed = Date.now()
  await arrived(sink, deliveries)
  await recorded(site)
  const used = await cpuOf(site, senders)
  const { first, last, doubled, wrong } = await sink.ask("counts")
  if (wrong > 0) throw new Error(`${wrong} requests were no signed deliveries`)
  return {
    publishMs: committed - begun,
    firstMs: first - committed,
    rate: (deliveries / (last - committed)) * 1000,
    cpuMs: (used.senders - cpu.senders) / deliveries,
    databaseMs: used.database === null || cpu.database === null ? null : (used.database - cpu.database) / deliveries,
    doubled,
  }
}

async function cpuOf(site: TestSite, senders: Sender[]): Promise<{ senders: number; database: number | null }> {
  const usages = await Promise.all(senders.map(sender => sender.usage()))
  return { senders: usages.reduce((sum, { cpuMs }) => sum + cpuMs, 0), database: await site.databaseCpu() }
}

/** So many pairs of activity and inbox; for the slowest expected rate there is time. */
export async function arrived(sink: Sink, deliveries: number, which: "arrived" | "healthy" = "arrived"): Promise<void> {
  await until(`${deliveries} deliveries`, 30 + deliveries / 100, async () => {
    const counts = await sink.ask("counts")
    progress(`${counts[which]} of ${deliveries} deliveries`)
    return counts[which] >= deliveries
  })
}

/** Nothing waits to be sent any more. */
export async function recorded({ db }: TestSite): Promise<void> {
  await until("the recording of what arrived", 30, async () => {
    const waiting = await db.selectFrom("delivery").select("id").where("state", "=", "pending").limit(1).execute()
    return waiting.length === 0
  })
}
