import { parseArgs } from "node:util"
import { resendDeliveries } from "../actions/deliveries/resend.ts"
import { OPERATOR } from "../domain/by.ts"
import { countDeliveries, listDead } from "../store/dead-letters.ts"
import { listFailingHosts } from "../store/hosts.ts"
import { failingHostLine } from "../text/failing-host.ts"
import { type Command, UsageError } from "./command.ts"

export const deliveriesCommand: Command = {
  name: "deliveries",
  summary: "what waits, what was given up, who does not answer; send it again",
  usage: `deliveries                       how many wait, went out, were given up; which servers do not answer
  deliveries dead [--host HOST]    those given up, newest first
  deliveries resend ID…|--host HOST|--all`,
  async run({ db, site, print }, words) {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: { host: { type: "string" }, all: { type: "boolean" } },
    })
    const [verb, ...ids] = positionals
    if (verb === undefined) {
      const { pending, done, dead } = await countDeliveries(db)
      print(`${pending} waiting, ${done} sent, ${dead} given up`)
      for (const host of await listFailingHosts(db)) print(failingHostLine(host))
      return
    }
    if (verb === "dead") {
      for (const letter of await listDead(db, values.host ? { host: values.host } : {})) {
        print(
          [
            letter.id,
            letter.updatedAt.toISOString(),
            letter.type,
            letter.inbox,
            letter.status ?? "",
            letter.error ?? "",
          ].join("\t"),
        )
      }
      return
    }
    if (verb !== "resend") throw new UsageError(`deliveries has no verb "${verb}"`)
    const numbers = ids.map(Number)
    if (numbers.some(id => !Number.isSafeInteger(id) || id < 1))
      throw new UsageError("deliveries resend takes the numbers that deliveries dead shows")
    if (!values.all && !values.host && numbers.length === 0)
      throw new UsageError("deliveries resend needs numbers, --host or --all")
    const which = values.all ? "all" : values.host ? { host: values.host } : { ids: numbers }
    print(`${await resendDeliveries(db, site, OPERATOR, which)} will be sent again`)
  },
}
