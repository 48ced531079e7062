import type { Site } from "../actions/site.ts"
import type { Importer } from "../actions/sources/importer.ts"
import type { RemoteActor } from "../domain/follower.ts"
import type { Db } from "../store/db.ts"

/** What a command is given: an opened site and a way to speak. */
export interface CommandContext {
  db: Db
  site: Site
  secretKey: string
  /** who stands behind an address to follow */
  lookup(address: string): Promise<RemoteActor>
  importer: Importer
  /**
   * the pieces of all that is public, in the words of `load`
   * @param each called after each event and interview
   */
  exported(db: Db, fingerprint: string, each: () => void): AsyncIterable<string>
  signal: AbortSignal
  print(line: string): void
}

/** One word of `beffroi …`. */
export interface Command {
  name: string
  /** one line for the list of commands */
  summary: string
  /** what follows the name */
  usage: string
  run(context: CommandContext, words: string[]): Promise<void>
}

/** Wrong words on the command line: the usage is shown beside the reason. */
export class UsageError extends Error {}

/** What a command refuses by itself: a file that is not there, an option without sense. Its message is for the terminal. */
export class CommandError extends Error {}
