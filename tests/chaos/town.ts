import { chmod, mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"
import { startEmbedded } from "../../src/store/embedded.ts"
import { type Beffroi, freePort, launchBeffroi } from "../support/beffroi.ts"
import type { Random } from "./random.ts"

/** Two web processes, two workers and a PostgreSQL of their own; each is started again whenever it dies. */
export interface Town {
  origin: string
  /** where the web processes listen */
  webs: string[]
  databaseUrl: string
  /** kill -9 of one of this kind. @returns whom, or null when none is there */
  kill(kind: Kind): Promise<string | null>
  command(...words: string[]): Promise<string>
  /** resolves when all of them are there */
  ready(): Promise<void>
  /** what went wrong beside what was killed: exits, errors of programming */
  faults(): string[]
  close(): Promise<void>
}

/** `backend`: one process of PostgreSQL, which makes it end all others and recover */
export type Kind = "web" | "worker" | "postmaster" | "backend"

/** What another worker waits for before it goes on with what a dead one had begun. */
const LEASE_SECONDS = 4

export async function openTown(random: Random): Promise<Town> {
  const folder = await mkdtemp(join(tmpdir(), "beffroi-chaos-"))
  await chmod(folder, 0o755)
  let database = await startEmbedded(folder, () => {})
  const databaseUrl = database.url
  const ports = [await freePort(), await freePort()]
  const origin = `http://127.0.0.1:${ports[0]}`
  const env = { ORIGIN: origin, LEASE_SECONDS: String(LEASE_SECONDS) }
  const launch = (role: string, port: number) => launchBeffroi({ databaseUrl, port, env: { ...env, ROLE: role } })
  // the first start makes the tables: there is nothing to lose yet
  const first = launch("web", ports[0]!)
  await first.ready.catch(async error => {
    await database.stop()
    await rm(folder, { recursive: true, force: true })
    throw error
  })
  await first.kill()

  const webs = ports.map((port, i) => supervise(`web ${i + 1}`, () => launch("web", port), random))
  const workers = [1, 2].map(i => supervise(`worker ${i}`, () => launch("worker", ports[0]!), random))
  const all = [...webs, ...workers]
  let restarting: Promise<void> | null = null

  const restart = async () => {
    await sleep(random.between(0, 300))
    database = await startEmbedded(folder, () => {})
    if (database.url !== databaseUrl) throw new Error(`PostgreSQL came back at ${database.url}, not ${databaseUrl}`)
  }
  const killPostmaster = async () => {
    const file = await readFile(join(folder, "postgresql", "postmaster.pid"), "utf8").catch(() => "")
    if (restarting || !file) return null
    process.kill(Number(file.split("\n")[0]), "SIGKILL")
    restarting = restart().finally(() => {
      restarting = null
    })
    restarting.catch(() => {})
    return "postmaster"
  }
  const killBackend = async () => {
    const { rows } = await ask<{ pid: number; application: string }>(
      databaseUrl,
      "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() order by pid",
    ).catch(() => ({ rows: [] }))
    if (rows.length === 0) return null
    try {
      process.kill(random.pick(rows).pid, "SIGKILL")
      return "backend"
    } catch {
      return null
    }
  }

  return {
    origin,
    webs: ports.map(port => `http://127.0.0.1:${port}`),
    databaseUrl,
    async kill(kind) {
      if (kind === "postmaster") return killPostmaster()
      if (kind === "backend") return killBackend()
      const victim = random.pick(kind === "web" ? webs : workers)
      return (await victim.kill()) ? victim.name : null
    },
    command: (...words) => all[0]!.current().command(...words),
    async ready() {
      while (restarting) await restarting
      for (const one of all) await one.ready()
    },
    faults: () => all.flatMap(one => one.faults()),
    async close() {
      await Promise.all(all.map(one => one.close()))
      await restarting?.catch(() => {})
      await database.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Supervised {
  name: string
  current(): Beffroi
  ready(): Promise<void>
  /** @returns false when it is not there */
  kill(): Promise<boolean>
  faults(): string[]
  close(): Promise<void>
}

/** Errors that no outage excuses. */
const BUGS = /.*\b(?:TypeError|ReferenceError|RangeError|SyntaxError|unexpected error)\b.*/g

/** Starts it again whenever it is gone, as systemd or Kubernetes do. */
function supervise(name: string, launch: () => Beffroi, random: Random): Supervised {
  const faults: string[] = []
  let closing = false
  let site = launch()
  let killed = false

  const watch = async () => {
    while (true) {
      const wasReady = await site.ready.then(
        () => true,
        () => false,
      )
      const { child } = site
      if (child.exitCode === null && child.signalCode === null)
        await new Promise(resolve => child.once("exit", resolve))
      const output = site.output()
      for (const [line] of output.matchAll(BUGS)) faults.push(`${name}: ${line}`)
      if (closing) return
      // at the start the database may be away: that is told, and the process ends
      if (!killed && wasReady) faults.push(`${name} ended by itself with ${child.exitCode}:\n${output.slice(-2000)}`)
      await sleep(killed ? random.between(0, 300) : 300)
      if (closing) return
      killed = false
      site = launch()
    }
  }
  const watching = watch()

  return {
    name,
    current: () => site,
    async ready() {
      for (;;) {
        const now = site
        const { exitCode, signalCode } = now.child
        if (exitCode === null && signalCode === null && (await now.ready.then(() => true).catch(() => false))) {
          if (now === site && now.child.signalCode === null) return
        }
        await sleep(50)
      }
    },
    async kill() {
      const { child } = site
      if (child.exitCode !== null || child.signalCode !== null) return false
      killed = true
      await site.kill()
      return true
    },
    faults: () => faults,
    async close() {
      closing = true
      await site.kill()
      await watching
    },
  }
}

/** One statement on a connection of its own. */
export async function ask<T extends pg.QueryResultRow>(
  url: string,
  statement: string,
  values: unknown[] = [],
): Promise<pg.QueryResult<T>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on("error", () => {})
  await client.connect()
  try {
    return await client.query<T>(statement, values)
  } finally {
    await client.end().catch(() => {})
  }
}
