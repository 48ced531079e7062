import { type Postgres, startPostgres } from "../support/postgres.ts"
import { calendar } from "./scenarios/calendar.ts"
import { enqueueing } from "./scenarios/enqueueing.ts"
import { fairness } from "./scenarios/fairness.ts"
import { fanOut } from "./scenarios/fan-out.ts"
import { formats } from "./scenarios/formats.ts"
import { importing } from "./scenarios/importing.ts"
import { receiving } from "./scenarios/receiving.ts"
import { serving } from "./scenarios/serving.ts"
import { sharedInboxes } from "./scenarios/shared-inboxes.ts"
import { twoWorkers } from "./scenarios/two-workers.ts"
import { killChildren } from "./support/child.ts"
import type { Figure } from "./support/figure.ts"
import { interruption, say } from "./support/progress.ts"

/** A scenario tells each figure as soon as it has it. */
export type Scenario = (run: { postgres: Postgres; full: boolean; tell(figure: Figure): void }) => Promise<void>

const SCENARIOS: Record<string, Scenario> = {
  enqueueing,
  "fan-out": fanOut,
  "shared-inboxes": sharedInboxes,
  "two-workers": twoWorkers,
  fairness,
  importing,
  receiving,
  serving,
  calendar,
  formats,
}

const USAGE = `npm run bench -- [${Object.keys(SCENARIOS).join("|")} …] [--full]

One JSON line a figure, with its limit or its peer of the same run; exit code 1 when one does not hold.
--full takes larger sizes and repeats. BENCH_PROFILE=folder writes CPU profiles.`

async function main(words: string[]): Promise<number> {
  const names = words.filter(word => word !== "--full")
  const unknown = names.find(name => !(name in SCENARIOS))
  if (unknown !== undefined) {
    console.error(`${unknown}: there is no such benchmark\n\n${USAGE}`)
    return 2
  }
  const started = performance.now()
  const postgres = await startPostgres(text => say(`… ${text}`))
  let broken = 0
  const tell = (figure: Figure) => {
    if (!figure.holds) broken++
    process.stdout.write(`${JSON.stringify(figure)}\n`)
  }
  try {
    for (const name of names.length > 0 ? names : Object.keys(SCENARIOS)) {
      say(`… ${name}`)
      await SCENARIOS[name]!({ postgres, full: words.includes("--full"), tell })
    }
  } finally {
    killChildren()
    await postgres.stop()
  }
  say(
    `${broken === 0 ? "all promises hold" : `${broken} do not hold`} (${((performance.now() - started) / 1000).toFixed(0)} s)`,
  )
  return broken === 0 ? 0 : 1
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    interruption.abort(new Error("stopped"))
    killChildren()
  })
}
const code = await main(process.argv.slice(2)).catch(error => {
  say(interruption.signal.aborted ? "stopped" : String(error?.stack ?? error))
  return interruption.signal.aborted ? 130 : 1
})
process.exit(code)
