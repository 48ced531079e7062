import { parseArgs } from "node:util"
import { readAuditLog } from "../actions/audit-log.ts"
import { OPERATOR } from "../domain/by.ts"
import { type Command, UsageError } from "./command.ts"

const MAX_ENTRIES = 10_000

export const auditCommand: Command = {
  name: "audit",
  summary: "who did what, newest first",
  usage: `audit [--limit N] [--action NAME]
  --limit N       how many entries, 50 unless given
  --action NAME   only these, such as event:publish`,
  async run({ db, print }, words) {
    const { values } = parseArgs({
      args: words,
      options: { limit: { type: "string", default: "50" }, action: { type: "string" } },
    })
    const limit = Number(values.limit)
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_ENTRIES)
      throw new UsageError(`--limit must be a whole number from 1 to ${MAX_ENTRIES}`)
    const entries = await readAuditLog(db, OPERATOR, { after: null, limit, action: values.action })
    for (const { at, byName, action, subjectKind, subjectId } of entries)
      print(
        [at.toISOString(), byName, action, subjectId === null ? subjectKind : `${subjectKind} ${subjectId}`].join("\t"),
      )
  },
}
