import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"
import type { EmbeddedDatabase } from "./embedded.ts"

/** Dying so often without living a minute in between, or not starting for so long: nothing that another start mends. */
const MOST_DEATHS = 5
const LIVED_MS = 60_000
const LONGEST_AWAY_MS = 8_000
const WAIT_MS = 500

interface EmbeddedWatch {
  /** resolves with the reason when it cannot be brought up again, else never */
  lost: Promise<Error>
  /** From now on it may go. Resolves when no start is under way. */
  stop(): Promise<void>
}

/**
 * Starts our PostgreSQL again whenever it dies: it is no child of this process, and no supervisor watches it. Queries meanwhile fail as when
 * that the database is away.
 * @param tell called for each death
 */
export function watchEmbedded(
  database: Pick<EmbeddedDatabase, "url" | "revive">,
  tell: (news: string) => void,
): EmbeddedWatch {
  const stopping = new AbortController()
  const { signal } = stopping
  const lost = Promise.withResolvers<Error>()

  const watch = async (): Promise<void> => {
    let deaths = 0
    let since = performance.now()
    for (;;) {
      await connectionLost(database.url, signal)
      if (signal.aborted) return
      const diedAt = performance.now()
      if (diedAt - since > LIVED_MS) deaths = 0
      // false: it lives, only the connection ended
      const revived = await database.revive().catch((error: Error) => error)
      if (revived !== false) {
        deaths++
        since = performance.now()
        tell(revived === true ? "died and was started again" : `died and does not start: ${revived.message}`)
        const hopeless = deaths >= MOST_DEATHS || (revived !== true && performance.now() - diedAt > LONGEST_AWAY_MS)
        if (hopeless) return lost.resolve(revived === true ? new Error(`it died ${deaths} times`) : revived)
      }
      await sleep(Math.max(deaths, 1) * WAIT_MS, undefined, { signal }).catch(() => {})
    }
  }
  const watching = watch()
  return {
    lost: lost.promise,
    async stop() {
      stopping.abort()
      await watching
    },
  }
}

/** Holds a connection until it ends or the signal comes; resolves at once when there can be none. */
async function connectionLost(url: string, signal: AbortSignal): Promise<void> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 5_000 })
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = () => resolve()
  client.on("error", end).on("end", end)
  signal.addEventListener("abort", end)
  if (signal.aborted) end()
  await client.connect().catch(end)
  await promise
  signal.removeEventListener("abort", end)
  await client.end().catch(() => {})
}
