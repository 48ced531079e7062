import pg from "pg"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import type { JsonObject } from "../../src/domain/json.ts"
import { type Beffroi, eventually, startBeffroi } from "../support/beffroi.ts"
import { createDatabase } from "../support/postgres.ts"
import { startGancioReceiver } from "../support/receivers/gancio.ts"
import { startMastodonReceiver } from "../support/receivers/mastodon.ts"
import { startMobilizonReceiver } from "../support/receivers/mobilizon.ts"
import type { Receiver } from "../support/receivers/receiver.ts"

/** From a signed Follow to a published event, against receivers that refuse what the real ones refuse. */
let database: Awaited<ReturnType<typeof createDatabase>>
let site: Beffroi
let token: string
let mastodon: Receiver
let mobilizon: Receiver
let gancio: Receiver
let client: pg.Client

beforeAll(async () => {
  database = await createDatabase(inject("postgres"))
  site = await startBeffroi({ databaseUrl: database.url })
  await site.command("load", "examples/communs.json")
  token = (await site.command("token", "create", "--name", "test", "--scope", "read", "--scope", "write:events")).trim()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  ;[mastodon, mobilizon, gancio] = await Promise.all([
    startMastodonReceiver(),
    startMobilizonReceiver(),
    startGancioReceiver(),
  ])
})
afterAll(async () => {
  await site?.stop()
  await client?.end()
  for (const receiver of [mastodon, mobilizon, gancio]) await receiver?.close()
  await database?.drop()
})

async function api(path: string, body: unknown = {}, method = "POST"): Promise<{ id: string }> {
  const answer = await fetch(`${site.origin}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? { id: "" } : ((await answer.json()) as { id: string })
}

const follow = async (receiver: Receiver, handle: string, id: string) => {
  const object = `${site.origin}/actors/${handle}`
  const activity = {
    "@context": "https://www.w3.org/ns/activitystreams",
    id,
    type: "Follow",
    actor: receiver.actor(),
    object,
  }
  const answer = await receiver.send(`${object}/inbox`, activity)
  expect(answer.status).toBe(202)
}

const event = (title: string) => ({
  calendar: "agenda",
  title,
  summary: "Ouvert à toutes et tous.",
  start: "2032-01-20T09:00",
  end: "2032-01-20T12:00",
  place: {
    name: "Bibliothèque municipale",
    street: "1 place du Beffroi",
    postalCode: "44000",
    locality: "Nantes",
    country: "FR",
    latitude: 47,
    longitude: -1.5534,
  },
  tags: ["atelier"],
  image: { url: "https://images.example/affiche.png", alt: "Une affiche jaune" },
  publish: true,
})

const types = (activities: JsonObject[]) =>
  activities.map(activity => `${activity.type} ${(activity.object as JsonObject).type ?? "IRI"}`)

describe("publish once, be followed from everywhere", () => {
  test("a signed Follow gets its Accept, to the personal inbox, within 5 s", async () => {
    await follow(mastodon, "agenda", `${mastodon.origin}/follows/1`)
    await follow(mobilizon, "instance", `${mobilizon.origin}/follows/1`)
    await follow(gancio, "instance", `${gancio.origin}/federation/m/${site.origin}/actors/instance#follow`)
    for (const receiver of [mastodon, mobilizon, gancio]) {
      const [accept] = await receiver.waitFor(1, 5000)
      expect(accept).toMatchObject({ type: "Accept", object: { type: "Follow", actor: receiver.actor() } })
      expect(receiver.arrivals.map(arrival => arrival.path)).toEqual(["/users/alice/inbox"])
    }
  })

  test("a published event reaches each in the form that it takes, whole, within 5 s", async () => {
    const started = Date.now()
    const { id } = await api("/events", event("Atelier de janvier"))
    const [, create] = await mastodon.waitFor(2, 5000)
    const [, announce] = await mobilizon.waitFor(2, 5000)
    const [, gancios] = await gancio.waitFor(2, 5000)
    expect(Date.now() - started).toBeLessThan(5000)

    expect(create).toMatchObject({
      type: "Create",
      actor: `${site.origin}/actors/agenda`,
      to: ["https://www.w3.org/ns/activitystreams#Public"],
    })
    const object = create!.object as JsonObject
    expect(object).toMatchObject({
      id: `${site.origin}/events/${id}`,
      timezone: "Europe/Paris",
      joinMode: "external",
      eventStatus: "EventScheduled",
      status: "CONFIRMED",
      startTime: "2032-01-20T09:00:00+01:00",
    })
    expect((object.location as JsonObject).address).toMatchObject({
      streetAddress: "1 place du Beffroi",
      addressLocality: "Nantes",
    })
    expect((object.attachment as JsonObject[])[0]).toMatchObject({ name: "Une affiche jaune" })
    expect(announce).toMatchObject({
      type: "Announce",
      actor: `${site.origin}/actors/instance`,
      object: `${site.origin}/events/${id}`,
    })
    expect(gancios).toMatchObject({
      type: "Create",
      actor: `${site.origin}/actors/instance`,
      object: { type: "Event", attributedTo: `${site.origin}/actors/instance` },
    })

    // delivered, served and listed are the same; the context stands once, at the top
    const served = await fetch(object.id as string, { headers: { accept: "application/activity+json" } })
    expect(await served.json()).toEqual({ "@context": create!["@context"], ...object })
    const activity = await fetch(create!.id as string, { headers: { accept: "application/activity+json" } })
    expect(await activity.text()).toBe(mastodon.arrivals[1]!.body)
    const outbox = await fetch(`${site.origin}/actors/agenda/outbox`, {
      headers: { accept: "application/activity+json" },
    })
    const page = await fetch(((await outbox.json()) as { first: string }).first, {
      headers: { accept: "application/activity+json" },
    })
    const listed = ((await page.json()) as { orderedItems: JsonObject[] }).orderedItems.find(
      item => item.id === create!.id,
    )
    const { "@context": _, ...bare } = create!
    expect(listed).toMatchObject(listed!["@context"] ? create! : bare)
  })

  test("a cancellation is an Update and a message of its own; a deletion is told in order; Gancio gets Events only", async () => {
    const { id } = await api("/events", event("Atelier de février"))
    await api(`/events/${id}/cancel`, { reason: "Salle indisponible." })
    await api(`/events/${id}`, undefined, "DELETE")
    const arrivals = await mastodon.waitFor(7, 8000)
    expect(types(arrivals.slice(2))).toEqual([
      "Create Event",
      "Update Event",
      "Create Note",
      "Delete Tombstone",
      "Delete Tombstone",
    ])
    const note = arrivals[4]!.object as JsonObject
    expect(note.content).toContain(
      "ANNULÉ · Atelier de février. Date prévue : mar. 20 janv. 2032, 9h–12h, Bibliothèque municipale, Nantes. Salle indisponible.",
    )
    const update = arrivals[3]!.object as JsonObject
    expect(update).toMatchObject({
      name: "ANNULÉ · Atelier de février",
      eventStatus: "EventCancelled",
      status: "CANCELLED",
    })
    expect(Date.parse(update.updated as string)).toBeGreaterThan(Date.parse(update.published as string))

    expect(types(await gancio.waitFor(5, 8000)).slice(2)).toEqual(["Create Event", "Update Event", "Delete Tombstone"])
    expect([mastodon.refused, mobilizon.refused, gancio.refused]).toEqual([[], [], []])
  })

  test("killed (-9) between publication and delivery, it sends the same activity after its restart, once", async () => {
    mastodon.answerWith(503)
    const before = mastodon.accepted.length
    const { id } = await api("/events", event("Atelier de mars"))
    await site.kill()
    mastodon.answerWith(null)
    // a delivery that was claimed when the process died is due again when its lease ends: here at once
    await client.query("update delivery set due_at = now(), leased_until = null where state = 'pending'")
    await client.query("update host set paused_until = null, failures = 0")
    site = await startBeffroi({ databaseUrl: database.url, port: Number(new URL(site.origin).port) })
    const [create] = (await mastodon.waitFor(before + 1, 10_000)).slice(before)
    expect(create).toMatchObject({ type: "Create", object: { id: `${site.origin}/events/${id}` } })
    await eventually(async () => (await client.query("select from delivery where state = 'pending'")).rowCount === 0)
    const { rows } = await client.query("select id, body from outbox where object_path = $1 and type = 'Create'", [
      `/events/${id}`,
    ])
    expect(rows.map(row => `${site.origin}/activities/${row.id}`)).toEqual([create!.id])
    const sent = mastodon.arrivals.filter(arrival => arrival.body.includes(String(create!.id)))
    expect(new Set(sent.map(arrival => arrival.body))).toEqual(new Set([rows[0].body]))
    expect(sent.filter(arrival => arrival.status === 202).length).toBe(1)
  })
})
