import { readFile } from "node:fs/promises"
import { parseArgs } from "node:util"
import { removeSource } from "../actions/sources/remove.ts"
import { OPERATOR } from "../domain/by.ts"
import { DomainError, notFound } from "../domain/errors.ts"
import type { Source, SourceReport } from "../domain/source.ts"
import { parseInput } from "../input/parse.ts"
import { sourceInput } from "../input/source.ts"
import { listSources } from "../store/sources.ts"
import { type Command, type CommandContext, CommandError, UsageError } from "./command.ts"
import { progressOn } from "./progress.ts"

interface ImportOptions {
  calendar?: string
  "dry-run"?: boolean
  "tag-map"?: string[]
  drafts?: boolean
  publish?: boolean
  accept?: boolean
}

export const importCommand: Command = {
  name: "import",
  summary: "take in calendars of others: an address is read again and again, a file once",
  usage: `import ADDRESS --calendar agenda [--dry-run] [--tag-map theirs=ours]… [--publish|--drafts]
    ADDRESS is that of a calendar (iCalendar), of one that is shared on Nextcloud (Framagenda), or of a page with events
  import FILE --calendar agenda […]      iCalendar, CSV, OpenAgenda, a page, schedule.xml or .json
  import list
  import refresh ID [--dry-run] [--accept]   --accept: although much is missing in it
  import remove ID                           what came from it stays`,
  async run(context, words) {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        calendar: { type: "string" },
        "dry-run": { type: "boolean" },
        "tag-map": { type: "string", multiple: true },
        drafts: { type: "boolean" },
        publish: { type: "boolean" },
        accept: { type: "boolean" },
      },
    })
    const [what, id, ...more] = positionals
    if (!what || more.length > 0) throw new UsageError("import takes one address or file")
    if (what === "list") return list(context)
    if (what === "refresh" || what === "remove") {
      if (!id) throw new UsageError(`import ${what} needs the ID of a source: see import list`)
      return what === "refresh" ? refresh(context, id, values) : remove(context, id)
    }
    if (id) throw new UsageError(`import has no verb "${what}"`)
    if (values.drafts && values.publish) throw new UsageError("--publish and --drafts exclude each other")
    return /^(https?|webcals?):\/\//i.test(what) ? subscribe(context, what, values) : bringIn(context, what, values)
  },
}

function inputOf(url: string, values: ImportOptions) {
  if (!values.calendar) throw new CommandError("--calendar: says into which calendar: it is needed")
  const pairs = (values["tag-map"] ?? []).map(pair => {
    const at = pair.indexOf("=")
    if (at < 1) throw new CommandError(`--tag-map: "${pair}" is not theirs=ours`)
    return [pair.slice(0, at), pair.slice(at + 1)] as const
  })
  return parseInput(sourceInput, {
    url,
    calendar: values.calendar,
    tagMap: Object.fromEntries(pairs),
    publish: !values.drafts,
  })
}

async function subscribe(context: CommandContext, url: string, values: ImportOptions): Promise<void> {
  const { db, importer, print, signal } = context
  const input = inputOf(url, values)
  if (values["dry-run"]) return show(context, await importer.preview(db, OPERATOR, input, { signal }))
  const { source, report } = await importer.subscribe(db, OPERATOR, input, { signal })
  print(`subscribed as ${source.id}: see import list`)
  try {
    show(context, await importer.refresh(db, OPERATOR, source.id, { signal, progress: progressOn(process.stderr) }))
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "source-busy") throw error
    // told from what it said a moment ago: a broken entry must not pass in silence
    print("the running server is bringing its entries in:")
    show(context, { ...report, applied: true })
  }
}

async function bringIn(context: CommandContext, path: string, values: ImportOptions): Promise<void> {
  const { calendar, tagMap, publish } = inputOf("https://file.invalid/", values)
  const bytes = await readFile(path).catch(error => {
    throw new CommandError(`${path}: ${error.code === "ENOENT" ? "there is no such file" : error.message}`)
  })
  const file = { bytes, calendar, tagMap, publish, apply: !values["dry-run"] }
  show(
    context,
    await context.importer.file(context.db, OPERATOR, file, {
      signal: context.signal,
      progress: progressOn(process.stderr),
    }),
  )
}

async function list({ db, print }: CommandContext): Promise<void> {
  for (const source of await listSources(db))
    print([source.id, `@${source.calendarHandle}`, stateOf(source), source.name ?? "", source.url].join("\t"))
}

function stateOf({ error, failures, held, readAt }: Source): string {
  if (held) return `held: ${held}`
  if (failures > 0) return `fails (${failures}): ${error}`
  return readAt ? `read ${readAt.toISOString()}` : "not read yet"
}

async function refresh(context: CommandContext, id: string, values: ImportOptions): Promise<void> {
  const { db, importer, signal } = context
  const options = {
    signal,
    progress: progressOn(process.stderr),
    apply: !values["dry-run"],
    accept: values.accept ?? false,
  }
  show(context, await importer.refresh(db, OPERATOR, (await named(context, id)).id, options))
}

async function remove(context: CommandContext, id: string): Promise<void> {
  await removeSource(context.db, context.site, OPERATOR, (await named(context, id)).id)
  context.print(`${id} is read no longer; what came from it stays`)
}

/** A source by its ID, or the beginning of one. @throws {DomainError} `not-found` @throws {CommandError} when several begin so */
async function named({ db }: CommandContext, id: string): Promise<Source> {
  const [source, ...others] = (await listSources(db)).filter(source => source.id.startsWith(id.toLowerCase()))
  if (others.length > 0) throw new CommandError(`ID: "${id}" begins several: give more of it`)
  if (!source) throw notFound("source", id)
  return source
}

/** A line for each entry that is worth one, then the counts. */
function show({ print }: CommandContext, { counts, lines, more, held, applied }: SourceReport): void {
  for (const { outcome, line, title, start, reasons } of lines)
    print(
      [outcome.padEnd(9), line === null ? "" : `line ${line}`, start ?? "", title ?? "", reasons.join("; ")]
        .join("\t")
        .trimEnd(),
    )
  if (more > 0) print(`… and ${more} more`)
  const description = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${outcome}`)
  print(`${description.join(", ") || "nothing in it"}${applied ? "" : " (nothing was written)"}`)
  if (held) print(`held: ${held}. If that is right: import refresh ID --accept`)
}
