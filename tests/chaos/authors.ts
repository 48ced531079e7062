import { setTimeout as sleep } from "node:timers/promises"
import { patience, type Random } from "./random.ts"

/** What happened to an event, as every follower must see it, in order. */
export interface Story {
  /** uuid */
  id: string
  title: string
  announced: string[]
  cancelled: boolean
  deleted: boolean
}

/** Somebody who publishes, corrects, cancels and deletes without a pause, whatever breaks. */
export interface Author {
  /** of events whose publication was answered */
  stories: Story[]
  /** answers that are no refusal of an outage: 500, 409 … */
  faults: string[]
  /** requests that were answered, and tries that were not */
  answered: number
  broken: number
  /** until `signal`; what was begun is repeated until it is answered. @throws when it is not within `patience` ms after that */
  run(signal: AbortSignal): Promise<void>
}

interface Given {
  webs: string[]
  token: string
  name: string
  random: Random
}

const PATIENCE_MS = 60_000
/** Events that are worked on at once. */
const OPEN = 6

export function author({ webs, token, name, random }: Given): Author {
  const stories: Story[] = []
  const faults: string[] = []
  let count = 0
  const self = { stories, faults, answered: 0, broken: 0 }

  /** One wish, repeated with the same key until it is answered. */
  const wish = async (method: string, path: string, body: unknown, deadline: () => number): Promise<Response> => {
    const key = crypto.randomUUID()
    for (;;) {
      const answer = await fetch(`${random.pick(webs)}/api/v1/events${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          "Content-Type": "application/json",
          ...(method === "POST" && { "Idempotency-Key": key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: patience(random),
      }).catch(() => null)
      if (answer && answer.status !== 503) {
        // the head was answered; a body that breaks off leaves the wish open
        const text = await answer.text().catch(() => null)
        if (text !== null) {
          self.answered++
          if (answer.status >= 500) faults.push(`${method} ${path}: ${answer.status} ${text}`)
          else return new Response(answer.status === 204 ? null : text, { status: answer.status })
        }
      } else await answer?.text().catch(() => {})
      self.broken++
      if (performance.now() > deadline()) throw new Error(`${name}: ${method} ${path} was never answered`)
      await sleep(random.between(20, 150))
    }
  }

  const step = async (deadline: () => number): Promise<void> => {
    const open = stories.filter(story => !story.deleted)
    const story = open.length === 0 || (open.length < OPEN && random.next() < 0.5) ? null : random.pick(open)
    if (!story) {
      const title = `Rendez-vous ${name}-${++count} v0`
      const body = { calendar: "agenda", title, start: "2032-05-01T18:00", end: "2032-05-01T20:00", publish: true }
      const answer = await wish("POST", "", body, deadline)
      const { id } = (await answer.json()) as { id: string }
      if (answer.status !== 201) faults.push(`${title}: ${answer.status}`)
      else stories.push({ id, title, announced: [`Create Event ${title}`], cancelled: false, deleted: false })
      return
    }
    const what = random.next()
    const state = () => (story.cancelled ? " cancelled" : "")
    if (what < 0.5) {
      const title = story.title.replace(/\d+$/, n => String(Number(n) + 1))
      const answer = await wish("PATCH", `/${story.id}`, { title }, deadline)
      if (answer.status !== 200) faults.push(`PATCH ${story.title}: ${answer.status} ${await answer.text()}`)
      story.title = title
      story.announced.push(`Update Event ${title}${state()}`)
    } else if (what < 0.7 && !story.cancelled) {
      const answer = await wish("POST", `/${story.id}/cancel`, { reason: "Salle indisponible." }, deadline)
      if (answer.status !== 200) faults.push(`cancel ${story.title}: ${answer.status} ${await answer.text()}`)
      story.cancelled = true
      story.announced.push(`Update Event ${story.title} cancelled`, "Create Note")
    } else {
      const { status } = await wish("DELETE", `/${story.id}`, undefined, deadline)
      // repeated after it was done, it answers that it is done
      if (status !== 204 && status !== 410) faults.push(`DELETE ${story.title}: ${status}`)
      story.deleted = true
      story.announced.push(...(story.cancelled ? ["Delete Note"] : []), "Delete Event")
    }
  }

  return Object.assign(self, {
    async run(signal: AbortSignal) {
      let stoppedAt = Number.POSITIVE_INFINITY
      signal.addEventListener("abort", () => {
        stoppedAt = performance.now()
      })
      while (!signal.aborted) {
        await step(() => stoppedAt + PATIENCE_MS)
        await sleep(random.between(5, 60))
      }
    },
  })
}
