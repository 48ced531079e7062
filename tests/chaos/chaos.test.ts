import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, beforeAll, expect, test } from "vitest"
import { eventually } from "../support/beffroi.ts"
import { startMastodonReceiver } from "../support/receivers/mastodon.ts"
import type { Receiver } from "../support/receivers/receiver.ts"
import { type Author, author } from "./authors.ts"
import { type Arrival, type Inboxes, openInboxes } from "./inboxes.ts"
import { changedRepeats, readInbox } from "./judge.ts"
import { type Random, seeded } from "./random.ts"
import { type Strangers, strangers } from "./strangers.ts"
import { ask, type Kind, openTown, type Town } from "./town.ts"

/**
 * Publishes, follows and likes without a pause while web processes, workers and PostgreSQL die. `npm run test:chaos` kills more
 * often; CHAOS_SEED repeats who dies when, CHAOS_KILLS says how often.
 */
const full = process.env.MODE === "chaos"
const KILLS = Number(process.env.CHAOS_KILLS) || (full ? 60 : 12)
const SEED = Number(process.env.CHAOS_SEED) || Math.floor(Math.random() * 2 ** 31)
const TURN: Kind[] = ["web", "worker", "postmaster", "worker", "web", "backend"]
const AUTHORS = 4
/** until everything is told, once nobody dies any more */
const SETTLE_MS = 60_000
/** between two kills, whether anything is answered or not */
const LONGEST_CALM_MS = 5_000

let random: Random
let town: Town
let shared: Inboxes
let personal: Inboxes
let relay: Inboxes
let mastodon: Receiver
let people: Strangers
const authors: Author[] = []
const keys = new Map<string, string>()

beforeAll(async () => {
  console.log(`chaos: seed ${SEED}, ${KILLS} kills`)
  random = seeded(SEED)
  town = await openTown(random.branch())
  ;[shared, personal, relay, mastodon] = await Promise.all([
    openInboxes(keys),
    openInboxes(keys, { shared: false }),
    openInboxes(keys),
    startMastodonReceiver({ keepsDocuments: true }),
  ])
}, 120_000)
afterAll(async () => {
  await town?.close()
  for (const server of [shared, personal, relay, mastodon]) await server?.close()
})

const publicKey = async (handle: string) => {
  const answer = await fetch(`${town.origin}/actors/${handle}`, { headers: { accept: "application/activity+json" } })
  const { publicKey } = (await answer.json()) as { publicKey: { id: string; publicKeyPem: string } }
  keys.set(publicKey.id, publicKey.publicKeyPem)
}

/** A calendar, an event that stays, and somebody of each server who follows. @returns id of the event */
async function settle(token: string): Promise<string> {
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${town.origin}/api/v1/${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    })
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as { uri: string }
  }
  const calendar = { kind: "agenda", name: "Agenda", language: "fr", timeZone: "Europe/Paris" }
  await post("calendars", { ...calendar, handle: "agenda" })
  const stays = await post("events", { calendar: "agenda", title: "Ce qui reste", start: "2032-01-01", publish: true })
  await publicKey("agenda")
  await publicKey("instance")
  people = strangers({
    origin: town.origin,
    webs: town.webs,
    inboxes: shared,
    liked: () => stays.uri,
    random: random.branch(),
  })
  for (const name of ["ana", "bea", "cyd"]) {
    await people.follow(shared, name, "agenda")
    await people.follow(personal, name, "agenda")
  }
  await people.follow(relay, "relay", "instance")
  const object = `${town.origin}/actors/agenda`
  const follow = { "@context": "https://www.w3.org/ns/activitystreams", id: `${mastodon.origin}/follows/1` }
  await mastodon.send(`${object}/inbox`, { ...follow, type: "Follow", actor: mastodon.actor(), object })
  await mastodon.waitFor(1)
  await eventually(async () => acceptedFollows().length === 7, 20_000)
  return stays.uri
}

const arrivals = (): Arrival[] => [shared, personal, relay].flatMap(server => server.arrivals)
const acceptedFollows = () => arrivals().filter(({ activity }) => activity.type === "Accept")

/** Something that was answered, in all. */
const answered = () => [...authors, people].reduce((sum, one) => sum + one.answered, 0)

/**
 * kill -9 after kill -9, no two at once but often before the last has recovered. Every other time something has to be done first: on a
 * machine with more to do, nobody would get anywhere in between. @returns how many of each
 */
async function killAll(): Promise<Record<string, number>> {
  const times = random.branch()
  const kinds = Array.from({ length: KILLS }, (_, n) => TURN[n % TURN.length]!)
  const killed: Record<string, number> = {}
  for (const kind of times.shuffle(kinds)) {
    const before = answered()
    const wanted = times.next() < 0.5 ? times.between(1, 12) : 0
    await sleep(times.between(200, 2400))
    await eventually(async () => answered() >= before + wanted, LONGEST_CALM_MS).catch(() => {})
    const victim = await eventually(() => town.kill(kind), 30_000)
    killed[victim] = (killed[victim] ?? 0) + 1
  }
  return killed
}

test("kill -9 of anything at any moment: nothing accepted is lost, nothing is there twice, all is in order", async () => {
  await town.ready()
  const token = (await town.command("token", "create", "--name", "chaos", "--scope", "admin")).trim()
  const stays = await settle(token)
  for (let i = 1; i <= AUTHORS; i++)
    authors.push(author({ webs: town.webs, token, name: `auteur${i}`, random: random.branch() }))

  const stop = new AbortController()
  const busy = [...authors, people].map(one => one.run(stop.signal))
  const begun = performance.now()
  const killed = await Promise.race([killAll(), Promise.all(busy).then(() => ({}))])
  stop.abort()
  await town.ready()
  await Promise.all(busy)
  const waiting = async () => {
    const { rows } = await ask<{ out: number; in: number }>(
      town.databaseUrl,
      `select (select count(*) from delivery where state = 'pending')::int as out,
        (select count(*) from inbox_activity where state = 'pending')::int as in`,
    )
    return rows[0]!
  }
  const calm = performance.now()
  await eventually(async () => {
    const { out, in: came } = await waiting()
    return out + came === 0
  }, SETTLE_MS).catch(async () => {
    throw new Error(`still waiting after ${SETTLE_MS} ms: ${JSON.stringify(await waiting())}`)
  })
  const settled = performance.now()

  // nobody was answered anything but what they asked for, or to come back later; nothing died by itself
  expect([...authors, people].flatMap(one => one.faults)).toEqual([])
  expect(town.faults()).toEqual([])
  expect([shared, personal, relay].flatMap(server => server.wrong)).toEqual([])
  expect(mastodon.refused).toEqual([])

  // each follower was told everything that was answered, once, in order, and nothing else
  const stories = authors.flatMap(one => one.stories)
  const expectedEvents = new Map(stories.map(story => [story.id, story.announced]))
  const announced = new Map(stories.map(story => [story.id, ["Announce"]]))
  const byInbox = Map.groupBy(arrivals(), arrival => arrival.inbox)
  const read = (inbox: string) => readInbox(byInbox.get(inbox) ?? [])
  const inboxes = [shared.sharedInbox, ...["ana", "bea", "cyd"].map(name => personal.person(name).inbox)]
  for (const inbox of inboxes) expect(sorted(read(inbox).events), inbox).toEqual(sorted(expectedEvents))
  expect(sorted(read(relay.sharedInbox).events)).toEqual(sorted(announced))
  const strict = mastodon.accepted.map(activity => ({ id: String(activity.id), activity, inbox: "", digest: "" }))
  expect(sorted(readInbox(strict).events)).toEqual(sorted(expectedEvents))

  // a repeat is the same bytes as the first time, and what the outbox holds
  expect(changedRepeats(arrivals())).toEqual([])
  const { rows: outbox } = await ask<{ id: string; type: string; body: string }>(
    town.databaseUrl,
    `select outbox.id, type, body from outbox join actor on actor.id = actor_id
     where handle = 'agenda' and object_path is not null and object_path <> $1 order by seq`,
    [new URL(stays).pathname],
  )
  const activities = outbox.map(row => `${town.origin}/activities/${row.id}`)
  for (const inbox of inboxes) {
    const accepts = new Set(acceptedFollows().map(({ id }) => id))
    expect([...read(inbox).ids].filter(id => !accepts.has(id)).sort()).toEqual([...activities].sort())
  }
  const bodies = new Map(outbox.map(row => [`${town.origin}/activities/${row.id}`, row.body]))
  for (const { id, activity } of read1(arrivals()))
    if (bodies.has(id)) expect(JSON.stringify(activity)).toBe(bodies.get(id))

  // no accepted Follow or Like is lost, none counts twice
  const { rows: followers } = await ask<{ remote_id: string; follow_id: string }>(
    town.databaseUrl,
    "select remote_id, follow_id from follower",
  )
  const expected = new Map([...people.follows, [mastodon.actor(), `${mastodon.origin}/follows/1`] as const])
  expect(sorted(new Map(followers.map(row => [row.remote_id, row.follow_id])))).toEqual(sorted(expected))
  const accepts = Map.groupBy(acceptedFollows(), ({ activity }) => String((activity.object as { id: string }).id))
  expect([...accepts.keys()].sort()).toEqual([...people.follows.values()].sort())
  for (const [follow, answers] of accepts) {
    expect([follow, new Set(answers.map(({ id }) => id)).size]).toEqual([follow, 1])
    const [person] = [...people.follows].find(([, id]) => id === follow)!
    expect(new Set(answers.map(({ inbox }) => inbox))).toEqual(new Set([`${person}/inbox`]))
  }
  const { rows: likes } = await ask<{ actor: string; activity_id: string }>(
    town.databaseUrl,
    "select actor, activity_id from reaction",
  )
  expect(sorted(new Map(likes.map(row => [row.actor, row.activity_id])))).toEqual(sorted(people.likes))
  const served = await fetch(stays, { headers: { accept: "application/activity+json" } })
  expect(((await served.json()) as { likes: { totalItems: number } }).likes.totalItems).toBe(people.likes.size)

  const all = arrivals()
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  console.log(
    `chaos: ${JSON.stringify({
      killed,
      publications: outbox.length,
      events: stories.length,
      follows: people.follows.size,
      likes: people.likes.size,
      deliveries: all.length + mastodon.arrivals.length,
      repeats: [...byInbox.values()].reduce((sum, some) => sum + readInbox(some).repeats, 0),
      broken: [...authors, people].reduce((sum, one) => sum + one.broken, 0),
      chaos: seconds(calm - begun),
      settling: seconds(settled - calm),
    })}`,
  )
}, 600_000)

const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1))

/** One arrival of each id. */
const read1 = (all: Arrival[]): Arrival[] => [...new Map(all.map(arrival => [arrival.id, arrival])).values()]
