import { open, rename, rm, stat } from "node:fs/promises"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { countPublicEvents } from "../store/public/events.ts"
import { atOneMoment, exportFingerprint } from "../store/public/export.ts"
import { countPublicInterviews } from "../store/public/interviews.ts"
import { type Command, type CommandContext, CommandError, UsageError } from "./command.ts"
import { progressOn } from "./progress.ts"

export const exportCommand: Command = {
  name: "export",
  summary: "write all that is public into one file, which load brings into another site",
  usage: `export FILE              (- for standard output)
  export --force FILE      also when there is such a file`,
  async run(context, words) {
    const force = words.includes("--force")
    const [path, ...more] = words.filter(word => word !== "--force")
    if (!path || more.length > 0 || (path !== "-" && path.startsWith("-")))
      throw new UsageError("export takes one file")
    if (path === "-") {
      await inWords("standard output", () => writeAll(context, process.stdout))
      return
    }
    if (!force && (await isThere(path)))
      throw new CommandError(`${path} is there already and was left as it is: --force replaces it`)
    const { entries, bytes } = await inWords(path, () => writeFile(context, path))
    context.print(`${path}: ${entries} events and interviews, ${(bytes / 1e6).toFixed(1)} MB`)
  },
}

/** Under another name until it is whole: a run that is stopped leaves what was there before. */
async function writeFile(context: CommandContext, path: string): Promise<{ entries: number; bytes: number }> {
  const part = `${path}.part`
  const file = await open(part, "w")
  try {
    const entries = await writeAll(context, file.createWriteStream({ flush: true }))
    await rename(part, path)
    return { entries, bytes: (await stat(path)).size }
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** @returns how many events and interviews it holds */
const writeAll = ({ db, exported, signal }: CommandContext, to: NodeJS.WritableStream): Promise<number> =>
  atOneMoment(db, async trx => {
    const total = (await countPublicEvents(trx, {})) + (await countPublicInterviews(trx))
    const progress = progressOn(process.stderr)
    let done = 0
    const pieces = exported(trx, await exportFingerprint(trx), () => progress(++done, total))
    const end = to !== process.stdout
    await pipeline(Readable.from(pieces, { objectMode: false }), to, { signal, end }).catch(error => {
      signal.throwIfAborted()
      throw error
    })
    // what waits to be taken would be lost when the process exits
    if (!end) await new Promise(resolve => to.write("", resolve))
    return done
  })

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const REASONS: Record<string, string> = {
  ENOENT: "there is no such folder",
  EACCES: "it may not be written",
  EISDIR: "it is a folder",
  EPIPE: "whoever read it went away before the end",
  ENOSPC: "the disk is full",
}

async function inWords<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const reason = REASONS[(error as { code?: string }).code ?? ""]
    throw reason ? new CommandError(`${path}: ${reason}`) : error
  }
}
