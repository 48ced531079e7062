import { isIP } from "node:net"

/**
 * A made-up world on loopback: each `h{n}.peers.test` is another host for connections, queues and host health, and all of them
 * lead to one sink. The resolver is handed in (there is no DNS to ask), so nothing listens beside loopback.
 */
const DOMAIN = "peers.test"

/**
 * Linux answers on the whole of 127.0.0.0/8. Several addresses, since each new connection takes a local port towards its address
 * for a minute, and there are 28,000 of them.
 */
export const ADDRESSES: string[] =
  process.platform === "linux" ? Array.from({ length: 8 }, (_, i) => `127.0.0.${i + 2}`) : ["127.0.0.1"]

/** @param n `%s`: a pattern for SQL's `format` */
export const hostName = (n: number | "%s"): string => `h${n}.${DOMAIN}`

/** The personal inbox of someone on host `n`. */
export const inboxOf = (n: number | "%s", port: number): string => `http://${hostName(n)}:${port}/users/lea/inbox`

export function addressOf(hostname: string): string {
  if (isIP(hostname) !== 0) return hostname
  const n = Number(/^h(\d+)\.peers\.test$/.exec(hostname)?.[1])
  if (Number.isNaN(n)) throw new Error(`${hostname}: no such host in this world`)
  return ADDRESSES[n % ADDRESSES.length]!
}

/** In the place of `dns.lookup`, for what only takes that. */
export function lookup(
  hostname: string,
  options: { all?: boolean },
  callback: (error: Error | null, address: unknown, family?: number) => void,
): void {
  const address = addressOf(hostname)
  if (options.all) process.nextTick(callback, null, [{ address, family: 4 }])
  else process.nextTick(callback, null, address, 4)
}
