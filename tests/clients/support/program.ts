import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { describe } from "vitest"

/** Debian's own: other Pythons do not see its packages. */
export const PYTHON = "/usr/bin/python3"

/** @param name of a file of `programs/` */
export const programFile = (name: string): string => fileURLToPath(new URL(`../programs/${name}`, import.meta.url))

export interface Installed {
  name: string
  /** Debian packages */
  install: string
  /** succeeds where it is */
  probe: string[]
}

/** Tests of a program; where it is not, they say so instead. */
export function describeProgram({ name, install, probe }: Installed, tests: () => void): void {
  const present = spawnSync(probe[0]!, probe.slice(1)).status === 0
  const title = present ? name : `${name}: SKIPPED, not on this machine (apt-get install ${install})`
  describe.skipIf(!present)(title, tests)
  if (!present) console.warn(title)
}

export const python = (module: string): string[] => [PYTHON, "-c", `import ${module}`]

/** What a program printed, errors included. @throws when it fails or takes more than a minute */
export function run(
  [file, ...words]: string[],
  { input, env, cwd }: { input?: string; env?: Record<string, string>; cwd?: string } = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(file!, words, {
    input,
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    timeout: 60_000,
  })
  if (status !== 0) throw new Error(`${file} ${words.join(" ")}: ${error ?? `exit ${status}`}\n${stdout}\n${stderr}`)
  return stdout + stderr
}

/** A program that answers each line that it is told with a line of JSON. */
export interface Conversation {
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared, not typed
  tell(line: string): Promise<any>
  end(): Promise<void>
}

export function converse([file, ...words]: string[], env: Record<string, string> = {}): Conversation {
  const child = spawn(file!, words, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] })
  let errors = ""
  child.stderr.on("data", chunk => {
    errors += chunk
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async tell(line) {
      child.stdin.write(`${line}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${file} ended: ${errors}`)
      return JSON.parse(value)
    },
    async end() {
      child.stdin.end()
      const cut = setTimeout(() => child.kill("SIGKILL"), 10_000)
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
      clearTimeout(cut)
    },
  }
}
