import { setTimeout as sleep } from "node:timers/promises"
import type { JsonObject } from "../../src/domain/json.ts"
import { cavage } from "../support/signing.ts"
import type { Inboxes } from "./inboxes.ts"
import { patience, type Random } from "./random.ts"

/** People of another server who follow and like without a pause. */
export interface Strangers {
  /** Follows that were answered 202: id of the activity by that of the person */
  follows: Map<string, string>
  /** the same of Likes */
  likes: Map<string, string>
  faults: string[]
  answered: number
  broken: number
  run(signal: AbortSignal): Promise<void>
  /** one Follow of an actor of ours, until it is accepted */
  follow(inboxes: Inboxes, name: string, handle: string): Promise<void>
}

interface Given {
  origin: string
  webs: string[]
  inboxes: Inboxes
  /** id of an event that stays */
  liked: () => string
  random: Random
}

const PATIENCE_MS = 60_000

export function strangers({ origin, webs, inboxes, liked, random }: Given): Strangers {
  const follows = new Map<string, string>()
  const likes = new Map<string, string>()
  const faults: string[] = []
  const self = { follows, likes, faults, answered: 0, broken: 0 }
  let count = 0

  /** The same activity again until it is accepted, each time newly signed, to whichever web process is there. */
  const send = async (
    person: ReturnType<Inboxes["person"]>,
    activity: JsonObject,
    path: string,
    deadline: () => number,
  ) => {
    const body = JSON.stringify(activity)
    for (;;) {
      const answer = await fetch(random.pick(webs) + path, {
        method: "POST",
        headers: cavage(person.key, origin + path, body),
        body,
        signal: patience(random),
      }).catch(() => null)
      const text = await answer?.text().catch(() => null)
      if (answer?.status === 202) {
        self.answered++
        return
      }
      self.broken++
      if (answer && answer.status !== 503) faults.push(`${activity.type}: ${answer.status} ${text}`)
      if (performance.now() > deadline()) throw new Error(`${activity.id} was never answered`)
      await sleep(random.between(20, 150))
    }
  }

  const activityOf = (person: { id: string }, type: string, object: string): JsonObject => ({
    "@context": "https://www.w3.org/ns/activitystreams",
    id: `${person.id}/${type.toLowerCase()}/${++count}`,
    type,
    actor: person.id,
    object,
  })

  const follow = async (server: Inboxes, name: string, handle: string, deadline: () => number) => {
    const person = server.person(name)
    const object = `${origin}/actors/${handle}`
    const activity = activityOf(person, "Follow", object)
    await send(person, activity, random.next() < 0.5 ? "/inbox" : `/actors/${handle}/inbox`, deadline)
    follows.set(person.id, String(activity.id))
  }

  return Object.assign(self, {
    follow: (server: Inboxes, name: string, handle: string) => {
      const end = performance.now() + PATIENCE_MS
      return follow(server, name, handle, () => end)
    },
    async run(signal: AbortSignal) {
      let stoppedAt = Number.POSITIVE_INFINITY
      signal.addEventListener("abort", () => {
        stoppedAt = performance.now()
      })
      const deadline = () => stoppedAt + PATIENCE_MS
      for (let n = 1; !signal.aborted; n++) {
        if (random.next() < 0.5) await follow(inboxes, `follower${n}`, "agenda", deadline)
        else {
          const person = inboxes.person(`reader${n}`)
          const activity = activityOf(person, "Like", liked())
          await send(person, activity, "/inbox", deadline)
          likes.set(person.id, String(activity.id))
        }
        await sleep(random.between(5, 60))
      }
    },
  })
}
