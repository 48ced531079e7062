import pg from "pg"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { type Beffroi, eventually, startBeffroi } from "../support/beffroi.ts"
import { createDatabase } from "../support/postgres.ts"

/** Two Beffrois that follow each other over HTTP: what one publishes, the other holds. */
interface Town {
  site: Beffroi
  database: Awaited<ReturnType<typeof createDatabase>>
  client: pg.Client
  token: string
}

let paris: Town
let lille: Town

async function town(): Promise<Town> {
  const database = await createDatabase(inject("postgres"))
  const site = await startBeffroi({ databaseUrl: database.url })
  await site.command("load", "examples/communs.json")
  const token = (await site.command("token", "create", "--name", "test")).trim()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  return { site, database, client, token }
}

beforeAll(async () => {
  ;[paris, lille] = await Promise.all([town(), town()])
})
afterAll(async () => {
  for (const { site, client, database } of [paris, lille]) {
    await site.stop()
    await client.end()
    await database.drop()
  }
})

const api = (town: Town, path: string, body: unknown, method = "POST") =>
  fetch(`${town.site.origin}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${town.token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  })

/** The event as the follower holds it, once `is` is true of it. */
const received = (town: Town, id: string, is: (document: Record<string, unknown>) => boolean = () => true) =>
  eventually(async () => {
    const { rows } = await town.client.query("select document, deleted_at from partner_event where id = $1", [id])
    return rows[0] && is(rows[0].document)
      ? (rows[0] as { document: Record<string, unknown>; deleted_at: Date | null })
      : null
  })

describe("two Beffrois", () => {
  test("follow each other, each gets its Accept", async () => {
    await Promise.all([
      lille.site.command("follow", `@agenda@${paris.site.host}`),
      paris.site.command("follow", `@evenements@${lille.site.host}`),
    ])
    for (const [follower, followed, handle] of [
      [lille, paris, "agenda"],
      [paris, lille, "evenements"],
    ] as const) {
      const state = await eventually(async () => {
        const { rows } = await follower.client.query("select state from following where remote_id = $1", [
          `${followed.site.origin}/actors/${handle}`,
        ])
        return rows[0]?.state === "accepted" && rows[0].state
      })
      expect(state).toBe("accepted")
      const { rows } = await followed.client.query(
        "select remote_id from follower join actor on actor.id = follower.actor_id where actor.handle = $1",
        [handle],
      )
      expect(rows).toEqual([{ remote_id: `${follower.site.origin}/actors/instance` }])
    }
  })

  test("an event published here is held there within 5 s, whole; its move, cancellation and deletion follow", async () => {
    const answer = await api(paris, "/events", {
      calendar: "agenda",
      title: "Atelier ouvert à Saint-Denis",
      summary: "Une demi-journée.",
      start: "2031-03-01T09:00",
      end: "2031-03-01T12:00",
      timeZone: "Indian/Reunion",
      place: {
        name: "Cité des arts",
        street: "23 rue Léopold Rambaud",
        postalCode: "97490",
        locality: "Saint-Denis",
        country: "FR",
        latitude: -20.8907,
        longitude: 55,
      },
      tags: ["atelier"],
      image: { url: "https://images.example/affiche.jpg", alt: "Une affiche jaune" },
      publish: true,
    })
    expect(answer.status).toBe(201)
    const { id: uuid } = (await answer.json()) as { id: string }
    const id = `${paris.site.origin}/events/${uuid}`
    const { document } = await received(lille, id)
    expect(document).toMatchObject({
      type: "Event",
      name: "Atelier ouvert à Saint-Denis",
      startTime: "2031-03-01T09:00:00+04:00",
      endTime: "2031-03-01T12:00:00+04:00",
      timezone: "Indian/Reunion",
      joinMode: "external",
      eventStatus: "EventScheduled",
      status: "CONFIRMED",
      attributedTo: `${paris.site.origin}/actors/agenda`,
    })
    const location = document.location as Record<string, Record<string, string>>
    expect(location.address).toMatchObject({
      streetAddress: "23 rue Léopold Rambaud",
      postalCode: "97490",
      addressLocality: "Saint-Denis",
      addressCountry: "FR",
    })
    const [image] = document.attachment as Record<string, string>[]
    expect(image).toMatchObject({ type: "Document", mediaType: "image/jpeg", name: "Une affiche jaune" })
    // what was sent is what is served
    const served = await fetch(id, { headers: { accept: "application/activity+json" } })
    expect(document).toEqual(await served.json())

    expect((await api(paris, `/events/${uuid}/reschedule`, { start: "2031-03-08T09:00" })).status).toBe(200)
    const moved = await received(lille, id, document => document.eventStatus === "EventRescheduled")
    expect(moved.document).toMatchObject({
      startTime: "2031-03-08T09:00:00+04:00",
      endTime: "2031-03-08T12:00:00+04:00",
    })
    expect((await api(paris, `/events/${uuid}/cancel`, { reason: "Salle indisponible." })).status).toBe(200)
    await received(lille, id, document => document.eventStatus === "EventCancelled" && document.status === "CANCELLED")
    expect((await api(paris, `/events/${uuid}`, {}, "DELETE")).status).toBe(204)
    await eventually(async () => (await received(lille, id)).deleted_at)
    const gone = await fetch(id, { headers: { accept: "application/activity+json" } })
    expect([gone.status, ((await gone.json()) as { type: string }).type]).toEqual([410, "Tombstone"])
  })

  test("a follower whose database went back in time, and knows nothing of its Follow, is let go with the next publication", async () => {
    await lille.client.query("delete from following where remote_id = $1", [`${paris.site.origin}/actors/agenda`])
    const followers = async () =>
      (
        await paris.client.query(
          "select remote_id from follower join actor on actor.id = actor_id where handle = 'agenda'",
        )
      ).rows
    expect(await followers()).toEqual([{ remote_id: `${lille.site.origin}/actors/instance` }])
    const event = { calendar: "agenda", title: "Après la panne", start: "2031-04-01", publish: true }
    expect((await api(paris, "/events", event)).status).toBe(201)
    await eventually(async () => (await followers()).length === 0, 10_000)
    const { rows } = await lille.client.query("select type, state from inbox_activity where type like 'followers %'")
    expect(rows).toEqual([{ type: "followers synchronization", state: "done" }])
  })
})
