import { followRemote } from "../actions/following/follow.ts"
import { unfollow } from "../actions/following/unfollow.ts"
import { OPERATOR } from "../domain/by.ts"
import { type Command, UsageError } from "./command.ts"

export const followCommand: Command = {
  name: "follow",
  summary: "follow a partner: its events come here",
  usage: `follow ADDRESS           such as @agenda@partner.example, or the address of its profile
  follow --end ADDRESS     no longer`,
  async run({ db, site, lookup, print }, words) {
    const end = words.includes("--end")
    const [address, ...more] = words.filter(word => word !== "--end")
    if (!address || more.length > 0) throw new UsageError("follow takes one address")
    const remote = await lookup(address)
    if (end)
      return print(
        (await unfollow(db, site, OPERATOR, remote.id))
          ? `${remote.id} is followed no longer`
          : `${remote.id} was not followed`,
      )
    const asked = await followRemote(db, site, OPERATOR, remote)
    print(asked ? `${remote.id} was asked; their answer comes to this server` : `${remote.id} is followed already`)
  },
}
