import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"

const RECONNECT_MS = 1000
const CONNECT_MS = 5000

/**
 * Listens to PostgreSQL's notifications on a connection of its own until the signal. A lost connection is opened again, and
 * `onNotification` is then called for every channel, since PostgreSQL does not repeat what was notified meanwhile.
 */
export async function listen(
  url: string,
  channels: string[],
  signal: AbortSignal,
  onNotification: (channel: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: CONNECT_MS })
    // the connection may break before this is awaited: a rejection would end the process
    const lost = Promise.race([once(client, "end"), once(client, "error")]).catch(() => {})
    // without a listener, errors after the first one would end the process
    client.on("error", () => {})
    client.on("notification", ({ channel }) => onNotification(channel))
    try {
      await client.connect()
      for (const channel of channels) await client.query(`listen ${client.escapeIdentifier(channel)}`)
      for (const channel of channels) onNotification(channel)
      await Promise.race([lost, once(signal, "abort")])
    } catch {
      // PostgreSQL cannot be reached: the jobs log it when they poll
    }
    await client.end().catch(() => {})
    if (!signal.aborted) await sleep(RECONNECT_MS, undefined, { signal }).catch(() => {})
  }
}
