import { parseArgs } from "node:util"
import { createTokenKeys } from "../access/tokens.ts"
import { createToken } from "../actions/tokens/create.ts"
import { listTokens } from "../actions/tokens/list.ts"
import { revokeToken } from "../actions/tokens/revoke.ts"
import { OPERATOR, type Scope } from "../domain/by.ts"
import { type Command, CommandError, UsageError } from "./command.ts"

export const tokenCommand: Command = {
  name: "token",
  summary: "create, list or revoke tokens of the API",
  usage: `token create --name NAME [--scope read|write:events|write:interviews|admin]… [--days N]
  token list
  token revoke ID`,
  async run({ db, site, secretKey, print }, words) {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: { name: { type: "string" }, scope: { type: "string", multiple: true }, days: { type: "string" } },
    })
    const [verb, id] = positionals
    if (verb === "create") {
      const days = values.days === undefined ? null : Number(values.days)
      if (days !== null && !(Number.isInteger(days) && days > 0))
        throw new CommandError("--days: must be a number of days")
      const { jwt } = await createToken(db, site, OPERATOR, createTokenKeys(secretKey), {
        name: values.name ?? "command line",
        scopes: (values.scope ?? ["read", "write:events", "write:interviews"]) as Scope[],
        expiresAt: days === null ? null : new Date(site.now().getTime() + days * 86_400_000),
      })
      return print(jwt)
    }
    if (verb === "list") {
      for (const token of await listTokens(db, OPERATOR)) {
        const state = token.revokedAt
          ? "revoked"
          : token.expiresAt && token.expiresAt <= site.now()
            ? "expired"
            : "valid"
        print([token.id, state, token.scopes.join(","), token.name].join("\t"))
      }
      return
    }
    if (verb !== "revoke" || !id)
      throw new UsageError(verb ? `token has no verb "${verb}", or its ID is missing` : "token needs a verb")
    await revokeToken(db, site, OPERATOR, id)
    print(`${id} revoked`)
  },
}
