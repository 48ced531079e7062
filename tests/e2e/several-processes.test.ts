import { once } from "node:events"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { createInvitation } from "../../src/actions/accounts/invite.ts"
import { revokeToken } from "../../src/actions/tokens/revoke.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { type Db, openDatabase } from "../../src/store/db.ts"
import { type Inboxes, openInboxes } from "../chaos/inboxes.ts"
import { type Beffroi, eventually, freePort, launchBeffroi } from "../support/beffroi.ts"
import { createDatabase } from "../support/postgres.ts"
import { cavage } from "../support/signing.ts"

/** More than a worker takes at once. */
const CROWD = 800

/** Two web processes and two workers, started at one moment, which share nothing but a PostgreSQL. */
let database: Awaited<ReturnType<typeof createDatabase>>
let client: pg.Client
let db: Db
let origin: string
/** where each web process is reached */
let first: string
let second: string
let processes: Beffroi[]
let workers: Beffroi[]
let elsewhere: Inboxes
let token: string
const keys = new Map<string, string>()

beforeAll(async () => {
  database = await createDatabase(inject("postgres"))
  elsewhere = await openInboxes(keys, { shared: false })
  const ports = [await freePort(), await freePort()] as const
  ;[first, second] = ports.map(port => `http://127.0.0.1:${port}`) as [string, string]
  origin = first
  const launch = (role: string, port: number, name: string) => {
    const databaseUrl = `${database.url}?application_name=${name}`
    return launchBeffroi({ databaseUrl, port, env: { ORIGIN: origin, ROLE: role } })
  }
  const webs = ports.map((port, i) => launch("web", port, `web ${i + 1}`))
  workers = [1, 2].map(n => launch("worker", ports[0], `worker ${n}`))
  processes = [...webs, ...workers]
  await Promise.all(processes.map(one => one.ready))
  db = openDatabase(database.url, 1).db
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  // PostgreSQL notes who wrote down that a delivery arrived
  await client.query(`
    create table arrival (worker text, outbox_id uuid);
    create function note_arrival() returns trigger language plpgsql as $$ begin
      insert into arrival values (current_setting('application_name'), new.outbox_id);
      return null;
    end $$;
    create trigger note_arrival after update on delivery
      for each row when (old.state = 'pending' and new.state = 'done') execute function note_arrival()`)
  token = (await acceptInvitation(first, await invite()))!
  const calendar = { handle: "agenda", kind: "agenda", name: "Agenda", language: "fr", timeZone: "Europe/Paris" }
  expect((await post(first, "calendars", calendar)).status).toBe(201)
  for (const handle of ["agenda", "instance"]) {
    const { publicKey } = await activityJson(`${second}/actors/${handle}`)
    keys.set(publicKey.id, publicKey.publicKeyPem)
  }
}, 60_000)
afterAll(async () => {
  await Promise.all((processes ?? []).map(one => one.stop()))
  await elsewhere?.close()
  await client?.end()
  await db?.destroy()
  await database?.drop()
})

const invite = () => createInvitation(db, { now: () => new Date() }, OPERATOR, { role: "admin", calendarIds: null })

/** @returns the token that it gives, null when it gives none */
async function acceptInvitation(web: string, secret: string): Promise<string | null> {
  const body = new URLSearchParams({ cle: secret })
  const answer = await fetch(`${web}/bienvenue`, { method: "POST", headers: { origin }, body })
  return answer.ok ? /ey[\w-]+\.[\w-]+\.[\w-]+/.exec(await answer.text())![0] : null
}

async function post(web: string, noun: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${web}/api/v1/${noun}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
  return { status: answer.status, document: (await answer.json()) as { id: string; slug: string; uri: string } }
}

const SOON = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
const event = (title: string) => ({ calendar: "agenda", title, start: SOON, publish: true })

const activityJson = async (address: string) => {
  const answer = await fetch(address, { headers: { accept: "application/activity+json" } })
  return (await answer.json()) as Record<string, unknown> & { publicKey: { id: string; publicKeyPem: string } }
}

const textOf = async (address: string) => {
  const answer = await fetch(address)
  return [answer.status, await answer.text()] as const
}

/** The Create of an event, and what of it reached which inboxes, sorted. */
async function arrivalsOf(eventId: string): Promise<{ id: string; inboxes: string[] }> {
  const { rows } = await client.query("select id from outbox where object_path = $1 and type = 'Create'", [
    `/events/${eventId}`,
  ])
  const { id } = rows[0] as { id: string }
  const arrivals = elsewhere.arrivals.filter(arrival => arrival.id === `${origin}/activities/${id}`)
  return { id, inboxes: arrivals.map(({ inbox }) => inbox).sort() }
}

const settled = async () => (await client.query("select from delivery where state = 'pending' limit 1")).rowCount === 0

describe("two web processes", () => {
  test("show at once what was published, changed and deleted through the other", async () => {
    const { document } = await post(first, "events", event("Atelier des deux portes"))
    const page = `/e/${document.slug}`
    const served = await activityJson(`${second}/events/${document.id}`)
    expect(served).toMatchObject({ id: `${origin}/events/${document.id}`, name: "Atelier des deux portes" })
    expect(await textOf(second + page)).toEqual(await textOf(first + page))
    const feeds = await Promise.all([first, second].map(web => textOf(`${web}/@agenda.ics`)))
    expect(feeds[0]).toEqual(feeds[1])
    expect(feeds[1]![1]).toContain("SUMMARY:Atelier des deux portes")

    const cancelled = await post(second, `events/${document.id}/cancel`, { reason: "Salle indisponible." })
    expect(cancelled.status).toBe(200)
    expect((await activityJson(`${first}/events/${document.id}`)).eventStatus).toBe("EventCancelled")
    await fetch(`${first}/api/v1/events/${document.id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${token}` },
    })
    expect((await textOf(second + page))[0]).toBe(410)
  })

  test("take a token that the other gave, until it is revoked; an invitation is used up for both", async () => {
    const [mine, secret] = [token, await invite()]
    token = (await acceptInvitation(second, secret))!
    expect(await acceptInvitation(first, secret)).toBe(null)
    for (const web of [first, second]) expect((await post(web, "events", event("Ma clé"))).status).toBe(201)
    const { jti } = JSON.parse(String(Buffer.from(token.split(".")[1]!, "base64url")))
    await revokeToken(db, { now: () => new Date() }, OPERATOR, jti)
    for (const web of [first, second]) expect((await post(web, "events", event("Trop tard"))).status).toBe(401)
    token = mine
  })

  test("do once what is asked of both at the same moment under one key", async () => {
    const asked = Array.from({ length: 10 }, (_, n) =>
      post(n % 2 ? first : second, "events", event("Une seule fois"), { "idempotency-key": "une-fois" }),
    )
    const answers = await Promise.all(asked)
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201))
    expect(new Set(answers.map(({ document }) => document.id)).size).toBe(1)
    const { rows } = await client.query("select count(*)::int as events from event where title = 'Une seule fois'")
    expect(rows).toEqual([{ events: 1 }])
  })

  test("take the same Follow once, whichever it reaches", async () => {
    const ana = elsewhere.person("ana")
    const object = `${origin}/actors/agenda`
    const follow = { id: `${ana.id}/follows/1`, type: "Follow", actor: ana.id, object }
    const body = JSON.stringify({ "@context": "https://www.w3.org/ns/activitystreams", ...follow })
    const send = (web: string) =>
      fetch(`${web}/actors/agenda/inbox`, {
        method: "POST",
        headers: cavage(ana.key, `${origin}/actors/agenda/inbox`, body),
        body,
      })
    const answers = await Promise.all([first, second, first, second].map(send))
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202])
    await eventually(async () => elsewhere.arrivals.some(({ activity }) => activity.type === "Accept"))
    await eventually(settled)
    const accepts = elsewhere.arrivals.filter(({ activity }) => activity.type === "Accept")
    expect(accepts.map(({ inbox }) => inbox)).toEqual([ana.inbox])
    expect((await activityJson(`${second}/actors/agenda/followers`)).totalItems).toBe(1)
  })
})

describe("two workers", () => {
  const inboxes: string[] = []

  beforeAll(async () => {
    for (let n = 1; n <= CROWD; n++) inboxes.push(elsewhere.person(`u${n}`).inbox)
    await client.query(
      `with someone as (
        insert into remote_actor (id, host, type, inbox, fetched_at)
        select replace(inbox, '/inbox', ''), $2, 'Person', inbox, now() from unnest($1::text[]) as inbox returning id
      )
      insert into follower (actor_id, remote_id, follow_id, created_at)
      select actor.id, someone.id, someone.id || '#follow', now() from someone, actor where handle = 'agenda'`,
      [inboxes, new URL(elsewhere.origin).host],
    )
    inboxes.push(elsewhere.person("ana").inbox)
    inboxes.sort()
  })

  const workersOf = async (outboxId: string) =>
    (await client.query("select distinct worker from arrival where outbox_id = $1 order by worker", [outboxId])).rows

  test("share the deliveries of a publication: everyone has it, once", async () => {
    const { document } = await post(second, "events", event("Pour tout le monde"))
    await eventually(settled, 15_000)
    const { id, inboxes: reached } = await arrivalsOf(document.id)
    expect(reached).toEqual(inboxes)
    expect(await workersOf(id)).toEqual([{ worker: "worker 1" }, { worker: "worker 2" }])
  })

  test("one is told to stop in the middle: it ends well, the other goes on, everyone has it, once", async () => {
    const [stays, goes] = workers as [Beffroi, Beffroi]
    const { document } = await post(first, "events", event("Pendant la relève"))
    await eventually(async () => (await arrivalsOf(document.id)).inboxes.length > 50, 15_000, 5)
    goes.child.kill("SIGTERM")
    const [code] = await once(goes.child, "exit")
    expect(code).toBe(0)
    await eventually(settled, 15_000)
    expect((await arrivalsOf(document.id)).inboxes).toEqual(inboxes)

    const { document: next } = await post(second, "events", event("Après la relève"))
    await eventually(settled, 15_000)
    const { id, inboxes: reached } = await arrivalsOf(next.id)
    expect(reached).toEqual(inboxes)
    expect(await workersOf(id)).toEqual([{ worker: "worker 1" }])
    expect(stays.child.exitCode).toBe(null)
    expect(elsewhere.wrong).toEqual([])
  })
})
