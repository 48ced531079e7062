import type { Context } from "hono"
import { answerUnchanged, type FeedVersion } from "../../../http/feed.ts"
import { calendarsState } from "../../../store/public/calendar-entries.ts"
import type { Made } from "./request.ts"
import type { Feeding } from "./selections.ts"

/** Addresses; those whose answer was made longest ago are forgotten. */
const MOST = 2000
const LONGEST = 500

interface Kept {
  state: string
  /** milliseconds: when it was made, and when time alone may change it */
  since: number
  until: number
  version: FeedVersion
}

/**
 * What was answered at the addresses of calendars, without the bytes: enough to tell a program that asks every hour
 * that nothing changed. To make 700 events' bytes only to find them the same takes 30 ms; to ask the database whether
 * any text changed, one query by index. The entity tag stays the digest of the bytes.
 */
export function createMemory({ db, now }: Feeding) {
  const kept = new Map<string, Kept>()

  return {
    /**
     * 304 to who has what is still true; else the state to make an answer of, null when this is not worth remembering.
     */
    async recall(c: Context): Promise<{ response: Response | null; state: string | null }> {
      const conditional = c.req.header("If-None-Match") !== undefined || c.req.header("If-Modified-Since") !== undefined
      if (!conditional || addressOf(c).length > LONGEST) return { response: null, state: null }
      // before anything is read: a change that comes in between makes the next reader ask anew
      const state = await calendarsState(db)
      const last = kept.get(addressOf(c))
      const at = now().getTime()
      const holds = last !== undefined && last.state === state && last.since <= at && at < last.until
      return { response: holds ? answerUnchanged(c, last.version) : null, state }
    },

    async keep(c: Context, state: string, version: FeedVersion, { until }: Made): Promise<void> {
      if (!until) return
      const since = now().getTime()
      const last = (await until())?.getTime() ?? Number.POSITIVE_INFINITY
      const address = addressOf(c)
      kept.delete(address)
      kept.set(address, { state, since, until: last, version })
      if (kept.size > MOST) kept.delete(kept.keys().next().value!)
    },
  }
}

/** Path and query as they were asked for. */
const addressOf = (c: Context): string => c.req.url.slice(c.req.url.indexOf("/", "https://".length))
