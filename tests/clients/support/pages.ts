import { paths } from "../../../src/domain/paths.ts"

/** When something begins, as its page tells people and machines. */
export interface Hours {
  /** `2026-12-01T09:00:00` on the clock of its zone, or a date */
  start: string
  /** null for dates */
  startInstant: string | null
}

/** What the French page of an event shows: when it begins, and its sessions that have an hour by their slugs. */
export async function readPage(origin: string, slug: string): Promise<{ event: Hours; sessions: Map<string, Hours> }> {
  const event = hoursOf(await heading(origin, paths.eventPage(slug)))
  const programme = await read(origin, paths.programmePage(slug))
  const items = programme?.matchAll(/<li(?: class="pause")? id="s-([a-z0-9-]+)"[^>]*>(.*?)<\/li>/gs) ?? []
  const timed = [...items].filter(([, , item]) => item!.includes("<time "))
  return { event, sessions: new Map(timed.map(([, session, item]) => [session!, hoursOf(item!)])) }
}

async function heading(origin: string, path: string): Promise<string> {
  const [header] = /<header class="title">.*?<\/header>/s.exec((await read(origin, path)) ?? "") ?? []
  if (!header) throw new Error(`${path} has no heading`)
  return header
}

async function read(origin: string, path: string): Promise<string | null> {
  const answer = await fetch(`${origin}/fr${path}`, { headers: { Accept: "text/html" } })
  if (answer.status === 404) return null
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
  return answer.text()
}

/** Of the first date in a piece of a page. @throws when its words and its machine-readable date differ */
function hoursOf(piece: string): Hours {
  const [, machine, words] = /<time datetime="([^"]+)">([^<]+)<\/time>/.exec(piece) ?? []
  if (!machine || !words) throw new Error(`no date in ${piece}`)
  const [, hour, minute = "00"] = /(?<!\d)(\d{1,2})\s(?:h|heures?)(?:\s(\d\d))?(?!\p{L})/u.exec(words) ?? []
  const hourInWords = hour === undefined ? null : `${hour.padStart(2, "0")}:${minute}`
  const [day, clock] = machine.split("T")
  if (clock === undefined) {
    if (hourInWords !== null) throw new Error(`"${words}" is not ${machine}`)
    return { start: day!, startInstant: null }
  }
  if (!clock.startsWith(hourInWords ?? "no hour")) throw new Error(`"${words}" is not ${machine}`)
  return { start: `${day}T${clock.slice(0, 5)}:00`, startInstant: Temporal.Instant.from(machine).toString() }
}
