import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { getLogger } from "@logtape/logtape"
import { createInvitation } from "./actions/accounts/invite.ts"
import { load } from "./actions/content/load.ts"
import { httpApp, type OpenSite, openSite, worker } from "./app.ts"
import { ConfigError, readConfig } from "./config.ts"
import { OPERATOR } from "./domain/by.ts"
import { paths } from "./domain/paths.ts"
import { close, listen } from "./listening.ts"
import { startLog } from "./log.ts"
import { hasAccounts } from "./store/accounts.ts"
import { listActors } from "./store/actors.ts"
import { watchEmbedded } from "./store/embedded-watch.ts"

/** `npm start` and `beffroi serve`: opens the site and runs what ROLE says until SIGTERM. */
const started = performance.now()
const say = (text: string) => console.log(text)
const log = getLogger(["beffroi", "serve"])

async function serve(): Promise<void> {
  const config = readConfig(process.env)
  await startLog(config.logLevel)
  const opened = await openSite(config, text => say(`… ${text}`))
  const { embedded } = opened
  const watch = embedded && watchEmbedded(embedded, news => log.warning("PostgreSQL {news}", { news }))
  const fresh = await prepare(opened)
  const running = config.role === "web" ? null : worker(opened)
  const server = config.role === "worker" ? null : await listen(httpApp(opened), config)
  if (server) await welcome(opened, fresh)
  say(`Ready in ${((performance.now() - started) / 1000).toFixed(1)} s${server ? "" : " (delivering)"}. Ctrl-C stops.`)

  const signals = ["SIGTERM", "SIGINT"].map(name => once(process, name).then(() => name))
  const end = await Promise.race(watch ? [...signals, watch.lost] : signals)
  if (end instanceof Error)
    console.error(`Beffroi stops: its PostgreSQL cannot be brought up again (${end.message}); see ${embedded!.log}`)
  else log.info("{signal}: finishing what is in flight", { signal: end })
  await Promise.all([server && close(server), running?.stop()])
  await watch?.stop()
  await opened.close()
  await embedded?.stop()
  process.exit(end instanceof Error ? 1 : 0)
}

/** Loads the demonstration into an empty database, unless ORIGIN is set. @returns whether the database was empty */
async function prepare({ db, site, config }: OpenSite): Promise<boolean> {
  const empty = (await listActors(db)).every(actor => actor.kind === "instance")
  if (empty && !config.originGiven) {
    say("… loading the demonstration content")
    await load(
      db,
      site,
      OPERATOR,
      JSON.parse(await readFile(new URL("../examples/communs.json", import.meta.url), "utf8")),
    )
  }
  return empty
}

async function welcome({ db, site }: OpenSite, fresh: boolean): Promise<void> {
  const { origin } = site
  const actors = await listActors(db)
  say("")
  say(`  ${origin}${paths.home()}`)
  for (const actor of actors) {
    if (actor.kind === "calendar")
      say(`  ${origin}${paths.calendarPage(actor.handle)}   ${actor.name}  (@${actor.handle}@${new URL(origin).host})`)
  }
  if (fresh && !(await hasAccounts(db))) {
    const secret = await createInvitation(db, site, OPERATOR, { role: "admin", calendarIds: null })
    say("")
    say("  First administrator, once, within 7 days:")
    say(`  ${origin}${paths.welcome(secret)}`)
  }
  say("")
}

serve().catch(error => {
  console.error(
    error instanceof ConfigError
      ? error.message
      : `Beffroi could not start: ${error instanceof Error ? error.message : error}`,
  )
  if (!(error instanceof ConfigError) && process.env.LOG_LEVEL === "debug") console.error(error)
  process.exit(1)
})
