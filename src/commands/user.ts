import { parseArgs } from "node:util"
import { createInvitation } from "../access/invitations.ts"
import { paths } from "../domain/paths.ts"
import type { Role } from "../store/schema/accounts.ts"
import { type Command, CommandError, UsageError } from "./command.ts"

const ROLES: readonly Role[] = ["author", "validator", "publisher", "admin"]

export const userCommand: Command = {
  name: "user",
  summary: "invite someone",
  usage: `user invite [--role ${ROLES.join("|")}]`,
  async run({ db, site, print }, words) {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: { role: { type: "string", default: "publisher" } },
    })
    if (positionals[0] !== "invite") throw new UsageError("user has one verb: invite")
    const role = ROLES.find(role => role === values.role)
    if (!role) throw new CommandError(`--role: must be one of ${ROLES.join(", ")}`)
    print(`${site.origin}${paths.welcome(await createInvitation(db, role, site.now()))}`)
  },
}
