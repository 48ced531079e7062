import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"

const RECONNECT_MS = 1000
const CONNECT_MS = 5000

/**
 * Hears PostgreSQL's notifications on a connection of its own until the signal. A lost connection is opened again, and
 * `hear` is told of every channel then: what was notified meanwhile is not repeated by PostgreSQL.
 */
export async function listen(
  url: string,
  channels: string[],
  signal: AbortSignal,
  hear: (channel: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: CONNECT_MS })
    // it may break before anybody waits for this: a rejection would end the process
    const lost = Promise.race([once(client, "end"), once(client, "error")]).catch(() => {})
    // errors after the first one have nobody waiting for them
    client.on("error", () => {})
    client.on("notification", ({ channel }) => hear(channel))
    try {
      await client.connect()
      for (const channel of channels) await client.query(`listen ${client.escapeIdentifier(channel)}`)
      for (const channel of channels) hear(channel)
      await Promise.race([lost, once(signal, "abort")])
    } catch {
      // PostgreSQL is away: the poll tells of it
    }
    await client.end().catch(() => {})
    if (!signal.aborted) await sleep(RECONNECT_MS, undefined, { signal }).catch(() => {})
  }
}
