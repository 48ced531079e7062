import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:net"
import { fileURLToPath } from "node:url"

const ROOT = fileURLToPath(new URL("../../", import.meta.url))

/** A whole Beffroi in a process of its own, as `npm start` runs it. */
export interface Beffroi {
  origin: string
  host: string
  child: ChildProcess
  /** what it has printed so far */
  output(): string
  /** runs `beffroi …` on the same database and gives what it printed; throws with its error text when it fails */
  command(...words: string[]): Promise<string>
  /** resolves when it answers, or delivers; @throws when it exits before */
  ready: Promise<void>
  /** SIGTERM, then the exit code */
  stop(): Promise<number | null>
  /** kill -9 */
  kill(): Promise<void>
}

export interface BeffroiOptions {
  databaseUrl: string
  port?: number
  env?: Record<string, string>
  /** what runs it; default: this Node on src/main.ts */
  program?: string[]
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

export async function startBeffroi({ port, ...options }: BeffroiOptions): Promise<Beffroi> {
  const site = launchBeffroi({ ...options, port: port ?? (await freePort()) })
  await site.ready
  return site
}

/** The same at once, before it is ready. */
export function launchBeffroi({ databaseUrl, port, env = {}, program }: BeffroiOptions & { port: number }): Beffroi {
  const origin = env.ORIGIN ?? `http://127.0.0.1:${port}`
  const environment = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    ORIGIN: origin,
    SECRET_KEY: "a secret of the tests, 32 characters long",
    ALLOW_PRIVATE_ADDRESSES: "1",
    LOG_LEVEL: "warning",
    ...env,
  }
  const run = ([file, ...words]: string[]) =>
    spawn(file!, words, { cwd: ROOT, env: environment, stdio: ["ignore", "pipe", "pipe"] })
  const child = run(program ?? [process.execPath, "src/main.ts"])
  let printed = ""
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk
      if (printed.includes("Ready in")) resolve()
    }
    child.stdout.on("data", read)
    child.stderr.on("data", read)
    child.once("exit", code => reject(new Error(`Beffroi exited with ${code} before it was ready:\n${printed}`)))
  })
  const gone = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const exit = once(child, "exit")
    child.kill(signal)
    const [code] = await exit
    return code as number | null
  }
  return {
    origin,
    host: URL.parse(origin)?.host ?? "",
    child,
    ready,
    output: () => printed,
    async command(...words) {
      const program = run([process.execPath, "src/cli.ts", ...words])
      let out = ""
      let errors = ""
      program.stdout.on("data", chunk => {
        out += chunk
      })
      program.stderr.on("data", chunk => {
        errors += chunk
      })
      const [code] = await once(program, "close")
      if (code !== 0) throw new Error(`beffroi ${words.join(" ")}: exit ${code}\n${errors}`)
      return out
    },
    stop: () => gone("SIGTERM"),
    kill: async () => {
      await gone("SIGKILL")
    },
  }
}

/** Asks again until there is an answer; the last problem is told when time is up. */
export async function eventually<T>(
  ask: () => Promise<T | null | undefined | false>,
  within = 5000,
  every = 50,
): Promise<T> {
  const deadline = Date.now() + within
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`nothing within ${within} ms`)
    await new Promise(resolve => setTimeout(resolve, every))
  }
}
