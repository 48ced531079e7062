import type { failingHosts as french } from "../fr/failing-hosts.ts"

/** Without thousands separators, for logs that are searched. */
const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`
const followersOf = (followers: number) => `${count(followers, "follower", "followers")} kept`

export const failingHosts: typeof french = {
  gone: (name, since) => `${name} is gone: no answer since ${since}`,
  silent: (name, since) => `${name} does not answer since ${since}`,
  nothingSent: followers => `nothing is sent to it, ${followersOf(followers)}`,
  waiting: (deliveries, followers) =>
    `${count(deliveries, "delivery", "deliveries")} waiting, ${followersOf(followers)}`,
  askedAgain: day => `asked again on ${day}`,
  triedAgain: time => `tried again at ${time}`,
  last: error => `last: ${error}`,
}
