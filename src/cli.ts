#!/usr/bin/env node
import v8 from "node:v8"
import { lookupActor } from "../federation/remote/lookup.ts"
import { openSite } from "./app.ts"
import { auditCommand } from "./commands/audit.ts"
import { type Command, CommandError, UsageError } from "./commands/command.ts"
import { deliveriesCommand } from "./commands/deliveries.ts"
import { eventsCommand } from "./commands/events.ts"
import { exportCommand } from "./commands/export.ts"
import { followCommand } from "./commands/follow.ts"
import { importCommand } from "./commands/import.ts"
import { interviewsCommand } from "./commands/interviews.ts"
import { loadCommand } from "./commands/load.ts"
import { tokenCommand } from "./commands/token.ts"
import { userCommand } from "./commands/user.ts"
import { ConfigError, readConfig } from "./config.ts"
import { DomainError } from "./domain/errors.ts"
import { startLog } from "./log.ts"
import { sentenceOf } from "./text/errors.ts"
import { exported } from "./web/site/feeds/export.ts"

// the same flag as in `npm start`: importing 10,000 events peaks at 260 MB with it, at 440 MB without
v8.setFlagsFromString("--heap-growing-percent=50")

/** The commands of `npx beffroi`. `serve` does what `npm start` does. */
const migrateCommand: Command = {
  name: "migrate",
  summary: "bring the database forward to this version",
  usage: "migrate",
  // opening the site has migrated it already
  run: async ({ print }) => print("the database is at its newest form"),
}
const commands = [
  migrateCommand,
  loadCommand,
  exportCommand,
  eventsCommand,
  interviewsCommand,
  tokenCommand,
  userCommand,
  followCommand,
  importCommand,
  deliveriesCommand,
  auditCommand,
]

function help(): string {
  const rows = [
    { name: "serve", summary: "answer and deliver, as npm start does (ROLE=web or worker for one of them)" },
    ...commands,
  ]
  return [
    "beffroi COMMAND",
    "",
    ...rows.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`),
    "",
    "beffroi COMMAND --help tells more. Settings come from the environment: see the README.",
  ].join("\n")
}

async function main([name, ...words]: string[]): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    console.log(help())
    return name === undefined ? 2 : 0
  }
  const asksHelp = words.includes("--help") || words.includes("-h")
  if (name === "serve" && !asksHelp) {
    await import("./main.ts")
    return new Promise(() => {})
  }
  const command = commands.find(command => command.name === name)
  if (!command) {
    console.error(`beffroi: there is no command "${name}"\n\n${help()}`)
    return 2
  }
  if (asksHelp) {
    console.log(`beffroi ${command.usage}\n\n${command.summary}`)
    return 0
  }
  const stop = new AbortController()
  process.once("SIGINT", () => stop.abort(new Error("stopped; nothing was changed")))
  try {
    await startLog("warning")
    const opened = await openSite(readConfig(process.env), text => console.error(`… ${text}`), { asMade: true })
    try {
      const lookup = (address: string) =>
        lookupActor({ ...opened.outgoing, documentLoader: opened.federation.load }, address, opened.site.now())
      const print = (line: string) => console.log(line)
      await command.run({ ...opened, lookup, exported, signal: stop.signal, print }, words)
    } finally {
      await opened.close()
      if (opened.embedded?.started) await opened.embedded.stop()
    }
    return 0
  } catch (error) {
    if (error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS")) {
      console.error(`beffroi: ${(error as Error).message}\n\nbeffroi ${command.usage}`)
      return 2
    }
    console.error(`beffroi ${name}: ${explain(error, stop.signal)}`)
    return 1
  }
}

/** A refusal in a sentence, what nobody foresaw with its stack. */
function explain(error: unknown, { aborted }: AbortSignal): string {
  if (error instanceof DomainError) return sentenceOf(error)
  const { message, stack } = error as Error
  const isRefusal = error instanceof CommandError || error instanceof ConfigError || aborted
  return isRefusal || !(error instanceof Error) ? message : (stack ?? message)
}

process.exitCode = await main(process.argv.slice(2))
if (process.exitCode !== undefined) process.exit()
