/** Progress for whoever waits, on stderr: figures alone go to stdout. */
let shown = false

/** One line that replaces the last on a terminal; elsewhere nothing, so that logs stay short. */
export function progress(text: string): void {
  if (!process.stderr.isTTY) return
  process.stderr.write(`\r\x1b[K${text}`)
  shown = true
}

export function say(text: string): void {
  if (shown) process.stderr.write("\r\x1b[K")
  shown = false
  process.stderr.write(`${text}\n`)
}

/** Set by Ctrl-C: waits and loads end at their next step. */
export const interruption = new AbortController()

/** Asks every 100 ms until the answer is true. @throws when it was not in `within` seconds, or on Ctrl-C */
export async function until(what: string, within: number, ask: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + within * 1000
  while (!(await ask())) {
    interruption.signal.throwIfAborted()
    if (performance.now() > end) throw new Error(`${what}: not in ${within} s`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
