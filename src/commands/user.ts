import { parseArgs } from "node:util"
import { createInvitation } from "../actions/accounts/invite.ts"
import { OPERATOR, ROLES } from "../domain/by.ts"
import { paths } from "../domain/paths.ts"
import { readCalendar } from "../store/actors.ts"
import type { Db } from "../store/db.ts"
import { type Command, CommandError, UsageError } from "./command.ts"

export const userCommand: Command = {
  name: "user",
  summary: "invite someone",
  usage: `user invite [--role ${ROLES.join("|")}] [--calendar HANDLE]…
    without --calendar the role is for every calendar; admin always is`,
  async run({ db, site, print }, words) {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: { role: { type: "string", default: "publisher" }, calendar: { type: "string", multiple: true } },
    })
    if (positionals[0] !== "invite") throw new UsageError("user has one verb: invite")
    const role = ROLES.find(role => role === values.role)
    if (!role) throw new CommandError(`--role: must be one of ${ROLES.join(", ")}`)
    const handles = values.calendar ?? []
    if (role === "admin" && handles.length > 0)
      throw new CommandError("--calendar: an administrator's role is for the whole site")
    const calendarIds = handles.length === 0 ? null : await Promise.all(handles.map(handle => idOf(db, handle)))
    print(`${site.origin}${paths.welcome(await createInvitation(db, site, OPERATOR, { role, calendarIds }))}`)
  },
}

async function idOf(db: Db, handle: string): Promise<string> {
  const calendar = await readCalendar(db, handle)
  if (!calendar) throw new CommandError(`--calendar: there is no calendar "${handle}"`)
  return calendar.id
}
