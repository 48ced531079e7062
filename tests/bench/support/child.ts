import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { forgetPeak, type Usage, usage } from "./usage.ts"

/** What a process of the benchmark answers when it is asked over IPC. Arguments and answers are plain data. */
export type Calls = Record<string, (argument: never) => unknown>

interface Asked {
  id: number
  call: string
  argument: unknown
}
interface Answered {
  id: number
  result?: unknown
  error?: string
}

/** In the child: answers until the parent is gone. `usage`, `forgetPeak` and `stop` are there already. */
export function answerCalls(calls: Calls, stop: () => unknown = () => {}): void {
  const all = { usage, forgetPeak, stop, ...calls } as Record<string, (argument: unknown) => unknown>
  process.on("message", async ({ id, call, argument }: Asked) => {
    const answer: Answered = { id }
    try {
      const answering = all[call]
      if (!answering) throw new Error(`${call}: nothing answers to this`)
      answer.result = await answering(argument)
    } catch (error) {
      answer.error = error instanceof Error ? (error.stack ?? error.message) : String(error)
    }
    if (process.connected) process.send?.(answer)
    if (call === "stop") process.disconnect?.()
  })
  process.on("disconnect", () => setTimeout(() => process.exit(0), 100))
  // Ctrl-C reaches the whole group: the parent ends this process when it has tidied up
  process.on("SIGINT", () => {})
}

export interface Child<C extends Calls> {
  /** @throws what the call threw, or that the process has ended */
  ask<N extends keyof C & string>(call: N, ...argument: Parameters<C[N]>): Promise<Awaited<ReturnType<C[N]>>>
  usage(): Promise<Usage>
  forgetPeak(): Promise<void>
  stop(): Promise<void>
}

/** What `npm start` gives to node. Processes of ours get the same, peers run as they come. */
const START = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")).scripts
  .start as string
const FLAGS = START.split(" ").filter(word => word.startsWith("--"))
const OURS = new Set(["sender", "web", "join", "importer"])
/** `npm start` runs compiled code from its second start on: type stripping alone takes 17 MB. */
const COMPILED = { NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") }

const running = new Set<ChildProcess>()

/**
 * Starts a file of `processes/`, so that what it uses is its own. `BENCH_PROFILE=folder` writes a CPU profile of each.
 * @param name `sink` for processes/sink.ts
 */
export async function startChild<C extends Calls>(name: string): Promise<Child<C>> {
  const file = fileURLToPath(new URL(`../processes/${name}.ts`, import.meta.url))
  const folder = process.env.BENCH_PROFILE
  const profile = folder
    ? ["--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}-${Date.now()}.cpuprofile`]
    : []
  const execArgv = [...(OURS.has(name) ? FLAGS : []), ...profile]
  const env = { ...process.env, ...(OURS.has(name) && COMPILED) }
  const child = fork(file, { execArgv, env, stdio: ["ignore", "ignore", "inherit", "ipc"] })
  running.add(child)
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let last = 0
  child.on("message", ({ id, result, error }: Answered) => {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) asked?.resolve(result)
    else asked?.reject(new Error(`${name}: ${error}`))
  })
  child.on("exit", (code, signal) => {
    running.delete(child)
    for (const asked of waiting.values()) asked.reject(new Error(`${name} ended (${signal ?? code})`))
    waiting.clear()
  })
  const ask = (call: string, argument?: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, { resolve, reject })
      child.send({ id, call, argument } satisfies Asked, error => error && reject(error))
    })
  return {
    ask: ((call: string, argument?: unknown) => ask(call, argument)) as Child<C>["ask"],
    usage: () => ask("usage") as Promise<Usage>,
    forgetPeak: () => ask("forgetPeak") as Promise<void>,
    async stop() {
      const exit = once(child, "exit")
      await ask("stop").catch(() => {})
      const cut = setTimeout(() => child.kill("SIGKILL"), 15_000)
      if (child.exitCode === null && child.signalCode === null) await exit
      clearTimeout(cut)
    },
  }
}

/** When a run is given up. */
export function killChildren(): void {
  for (const child of running) child.kill("SIGKILL")
}
