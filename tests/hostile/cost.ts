import { readdirSync, readFileSync, writeFileSync } from "node:fs"

/** What something cost a process. */
export interface Cost {
  /** milliseconds of CPU, user and system, of all its threads, beyond what it uses when nobody asks for anything */
  cpuMs: number
  /** bytes by which its resident memory was larger at the worst moment than before */
  bytes: number
}

/** Nanoseconds that all threads have run: the ticks of /proc/PID/stat are 10 ms each. */
function ranFor(pid: number): number {
  let sum = 0
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    try {
      sum += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0])
    } catch {
      // the thread has ended
    }
  }
  return sum
}

const memory = (pid: number, line: "VmRSS" | "VmHWM"): number =>
  Number(new RegExp(`${line}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) * 1024

/** Whether Linux tells what a process of ours uses. */
export function canMeasure(pid: number): boolean {
  try {
    return ranFor(pid) > 0 && memory(pid, "VmHWM") > 0
  } catch {
    return false
  }
}

/** @param idle milliseconds of CPU that it uses in a second by itself */
export async function costOf<T>(pid: number, idle: number, work: () => Promise<T>): Promise<{ result: T; cost: Cost }> {
  // forgets the peak so far (proc(5), clear_refs)
  writeFileSync(`/proc/${pid}/clear_refs`, "5")
  const before = { ran: ranFor(pid), memory: memory(pid, "VmRSS"), at: performance.now() }
  const result = await work()
  const seconds = (performance.now() - before.at) / 1000
  const cpuMs = (ranFor(pid) - before.ran) / 1e6 - idle * seconds
  return { result, cost: { cpuMs: Math.max(cpuMs, 0), bytes: Math.max(memory(pid, "VmHWM") - before.memory, 0) } }
}

/** Milliseconds of CPU in a second during which nobody asks for anything. */
export async function idleCost(pid: number, seconds = 6): Promise<number> {
  const before = ranFor(pid)
  await new Promise(resolve => setTimeout(resolve, seconds * 1000))
  return (ranFor(pid) - before) / 1e6 / seconds
}
