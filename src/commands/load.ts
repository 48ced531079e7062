import { load } from "../actions/content/load.ts"
import { OPERATOR } from "../domain/by.ts"
import { DomainError } from "../domain/errors.ts"
import { reasonOf } from "../text/errors.ts"
import { type Command, CommandError, UsageError } from "./command.ts"
import { progressOn } from "./progress.ts"
import { lineOfField, readJson } from "./read-json.ts"

export const loadCommand: Command = {
  name: "load",
  summary: "bring a file of content in: calendars, events, interviews",
  usage: "load FILE      (- for standard input; a second run changes nothing)",
  async run({ db, site, print, signal }, words) {
    const [path, ...more] = words
    if (!path || more.length > 0) throw new UsageError("load takes one file")
    const { value, source } = await readJson(path)
    try {
      const { created, changed, unchanged } = await load(db, site, OPERATOR, value, {
        signal,
        progress: progressOn(process.stderr),
      })
      print(`${created} created, ${changed} changed, ${unchanged} as they were`)
    } catch (error) {
      if (!(error instanceof DomainError) || error.problems.length === 0) throw error
      const lines = error.problems.map(
        problem => `${path}, line ${lineOfField(source, problem.field) ?? 1}: ${problem.field} ${reasonOf(problem)}`,
      )
      throw new CommandError(`${lines.join("\n")}\nNothing was loaded.`)
    }
  },
}
