import { readdirSync, readFileSync, writeFileSync } from "node:fs"

/** What a process has used so far. */
export interface Usage {
  /** user and system, of all its threads */
  cpuMs: number
  /** the most memory that it held, ever or since {@link forgetPeak} */
  peakBytes: number
}

/** Of this process. */
export function usage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpuMs: (user + system) / 1000, peakBytes: peakOf("self") ?? process.resourceUsage().maxRSS * 1024 }
}

/** From now on `peakBytes` is the most that is held after this moment. Linux only: elsewhere it stays that of the whole life. */
export function forgetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5")
  } catch {
    // a kernel without it, or another system
  }
}

/** Linux only; `maxRSS` may be inherited from the process that started this one. */
function peakOf(pid: string): number | null {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))
    return peak ? Number(peak[1]) * 1024 : null
  } catch {
    return null
  }
}

/** Milliseconds of one tick of /proc (USER_HZ is 100 on every Linux that Node runs on). */
const TICK_MS = 10

interface Stat {
  parent: number
  /** its own and that of children which have ended */
  cpuMs: number
}

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8")
    // the name, in brackets, may hold anything
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ")
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0)
    return { parent: Number(fields[1]), cpuMs: ticks * TICK_MS }
  } catch {
    return null
  }
}

/** CPU of a PostgreSQL server: of all its processes, given one of its backends. Null where there is no /proc. */
export function serverCpu(backend: number): number | null {
  const postmaster = statOf(backend)?.parent
  const server = postmaster && statOf(postmaster)
  if (!server) return null
  const processes = readdirSync("/proc").filter(name => /^\d+$/.test(name))
  const children = processes.map(pid => statOf(Number(pid))).filter(stat => stat?.parent === postmaster)
  return children.reduce((sum, stat) => sum + stat!.cpuMs, server.cpuMs)
}
