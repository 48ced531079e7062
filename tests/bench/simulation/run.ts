import { parseArgs } from "node:util"
import { sql } from "kysely"
import { type Postgres, startPostgres } from "../../support/postgres.ts"
import { interruption, say } from "../support/progress.ts"
import { openSite } from "../support/site.ts"
import { type Answer, figureOf } from "./answer.ts"
import { addHosts, addPartners, addPeople } from "./audience.ts"
import { answers } from "./questions.ts"
import { sizes } from "./sizes.ts"

const USAGE = `npm run simulate -- [--followers 10000000] [--hosts 30000]

Fills a PostgreSQL of its own with followers, ten times as many at each step, and tells as JSON lines what each thing costs then.
10 million need 20 GB of disk and twenty minutes of a core. Ctrl-C stops it; what it wrote goes with it. TEST_DATABASE_URL takes another server.`

const FIRST_STEP = 100_000

const stepsTo = (followers: number): number[] => {
  const steps = []
  for (let step = FIRST_STEP; step < followers; step *= 10) steps.push(step)
  return [...steps, followers]
}

/**
 * A quarter of a machine with 16 GB, as PostgreSQL's manual advises; and its log may grow while millions of rows are written, or each
 * page would be written again and again.
 */
const SETTINGS = { shared_buffers: "4GB", max_wal_size: "16GB", checkpoint_timeout: "30min" }

async function simulate(
  postgres: Postgres,
  { followers, hosts }: { followers: number; hosts: number },
): Promise<boolean> {
  const site = await openSite(postgres)
  const { db } = site
  interruption.signal.addEventListener("abort", () => {
    sql`select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
      .execute(db)
      .catch(() => {})
  })
  try {
    const calendar = await site.calendar("agenda")
    const instance = await db.selectFrom("actor").select("id").where("kind", "=", "instance").executeTakeFirstOrThrow()
    await addHosts(db, hosts)
    await addPartners(db, instance.id)
    let holds = true
    let from = 0
    for (const to of stepsTo(followers)) {
      say(`… ${to} followers on ${hosts} hosts`)
      const begun = performance.now()
      await addPeople(db, calendar.id, { from, to, hosts })
      say(`… filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`)
      await sql`vacuum analyze`.execute(db)
      await sql`checkpoint`.execute(db)
      const tell = (answer: Answer) => {
        const figure = figureOf(`${to} followers`, answer)
        holds &&= figure.holds
        process.stdout.write(`${JSON.stringify(figure)}\n`)
      }
      for (const size of await sizes(db)) tell(size)
      for await (const answer of answers({ site, calendar, instanceId: instance.id })) tell(answer)
      from = to
    }
    return holds
  } finally {
    await site.close()
  }
}

async function main(): Promise<number> {
  const number = { type: "string" } as const
  const { values } = parseArgs({ options: { followers: number, hosts: number, help: { type: "boolean" } } })
  const followers = Number(values.followers ?? 10_000_000)
  const hosts = Number(values.hosts ?? 30_000)
  const wrong = ![followers, hosts].every(given => Number.isInteger(given) && given >= 5_000 && given <= 100_000_000)
  if (values.help || wrong) {
    say(wrong ? `--followers and --hosts must be whole numbers from 5,000 on\n\n${USAGE}` : USAGE)
    return wrong ? 2 : 0
  }
  const postgres = await startPostgres(text => say(`… ${text}`), SETTINGS)
  try {
    return (await simulate(postgres, { followers, hosts })) ? 0 : 1
  } finally {
    await postgres.stop()
  }
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interruption.abort(new Error("stopped")))
const code = await main().catch(error => {
  say(interruption.signal.aborted ? "stopped" : String(error?.stack ?? error))
  return interruption.signal.aborted ? 130 : 1
})
process.exit(code)
