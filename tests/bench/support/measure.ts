import { median } from "./figure.ts"
import { say } from "./progress.ts"
import { type Delivered, publishAndWait, type Sink, startSenders } from "./sending.ts"
import { addFollowers, type TestSite } from "./site.ts"

export interface Size {
  followers: number
  /** fewer than followers: they share the inboxes of so many hosts */
  hosts?: number
  /** publications, each on a calendar and to hosts of its own: no connection is left from the one before */
  times: number
  workers?: number
}

export interface Measured extends Delivered {
  deliveries: number
  peakBytes: number
}

/** Publishes in a fresh database, from fresh processes that were warmed up. Medians; the worst of what must never be bad. */
export async function measure(
  site: TestSite,
  sink: Sink,
  { followers, hosts = followers, times, workers = 1 }: Size,
): Promise<Measured> {
  const calendars = []
  for (let i = 0; i < times; i++) {
    const { id, handle } = await site.calendar(`agenda_${i}`)
    await addFollowers(site.db, id, { followers, hosts, from: i * hosts, port: sink.port })
    calendars.push(handle)
  }
  const senders = await startSenders(site, sink, workers)
  const runs: Delivered[] = []
  for (const calendar of calendars)
    runs.push(await publishAndWait(site, sink, senders, { calendar, deliveries: hosts }))
  const usages = await Promise.all(senders.map(sender => sender.usage()))
  await Promise.all(senders.map(sender => sender.stop()))
  const of = (read: (run: Delivered) => number) => runs.map(read)
  const databaseMs = runs.some(run => run.databaseMs === null) ? null : median(of(run => run.databaseMs!))
  const measured = {
    deliveries: hosts,
    publishMs: Math.max(...of(run => run.publishMs)),
    firstMs: Math.max(...of(run => run.firstMs)),
    rate: median(of(run => run.rate)),
    cpuMs: median(of(run => run.cpuMs)),
    databaseMs,
    doubled: of(run => run.doubled).reduce((a, b) => a + b),
    peakBytes: Math.max(...usages.map(usage => usage.peakBytes)),
  }
  say(`… ${followers} followers on ${hosts} hosts: ${Math.round(measured.rate)}/s, ${measured.cpuMs.toFixed(2)} ms`)
  return measured
}

export const MB = 1024 * 1024

/** What one delivery cost, told beside every rate: sink and database share the cores with the worker. */
export const costs = ({ cpuMs, databaseMs, peakBytes }: Measured): Record<string, number> => ({
  "CPU ms a delivery": Number(cpuMs.toFixed(3)),
  ...(databaseMs !== null && { "PostgreSQL CPU ms a delivery": Number(databaseMs.toFixed(3)) }),
  "peak MB": Math.round(peakBytes / MB),
})
