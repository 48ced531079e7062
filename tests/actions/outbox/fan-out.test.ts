import { sql } from "kysely"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { cancelEvent } from "../../../src/actions/events/cancel.ts"
import { createEvent } from "../../../src/actions/events/create.ts"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { updateEvent } from "../../../src/actions/events/update.ts"
import { createInterview } from "../../../src/actions/interviews/create.ts"
import { send } from "../../../src/actions/outbox/send.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { readActor, readCalendar } from "../../../src/store/actors.ts"
import { makeCalendars, plenary } from "../../support/agenda.ts"
import { addFollowers, addHost } from "../../support/followers.ts"
import { lastSeq, sentSince } from "../../support/rows.ts"
import { ORIGIN, openSite } from "../../support/site.ts"

const START = new Date("2026-11-21T10:00:00Z")
let server: Awaited<ReturnType<typeof openSite>>
beforeEach(async () => {
  server = await openSite(START, { oneKeyPair: true })
  await makeCalendars(server.db, server.site)
})
afterEach(() => server.close())

/** Who gets what of everything since `seq`: type of activity, of its object, inboxes with their variant. */
async function reached(seq: number) {
  const sent = await sentSince(server.db, seq)
  return sent.map(({ type, actor, objectType, inboxes }) => [type, actor, objectType, inboxes])
}

describe("who is sent what", () => {
  test("a shared inbox once, however many follow there; a personal one each; another calendar's followers nothing", async () => {
    const { db, site } = server
    await addFollowers(db, "agenda", [
      { host: "big.example", name: "ana" },
      { host: "big.example", name: "bo" },
      { host: "big.example", name: "cy" },
      { host: "small.example", name: "ana", shared: false },
      { host: "small.example", name: "bo", shared: false },
    ])
    await addFollowers(db, "rencontres", [{ host: "other.example" }])
    const seq = await lastSeq(db)
    await createEvent(db, site, OPERATOR, plenary())
    expect(await reached(seq)).toEqual([
      [
        "Create",
        "agenda",
        "Event",
        [
          ["https://big.example/inbox", ""],
          ["https://small.example/users/ana/inbox", ""],
          ["https://small.example/users/bo/inbox", ""],
        ],
      ],
      ["Announce", "instance", null, []],
    ])
  })

  test("rows hold no bytes, are due now, and are of their event's thread", async () => {
    const { db, site } = server
    await addFollowers(db, "agenda", [{ host: "a.example:8443" }])
    const event = await createEvent(db, site, OPERATOR, plenary())
    await cancelEvent(db, site, OPERATOR, event.id)
    const rows = await db.selectFrom("delivery").selectAll().orderBy("id").execute()
    expect(
      rows.map(({ host, inbox, thread, state, attempts, dueAt, leasedUntil }) => ({
        host,
        inbox,
        thread,
        state,
        attempts,
        dueAt,
        leasedUntil,
      })),
    ).toEqual(
      Array(3).fill({
        host: "a.example:8443",
        inbox: "https://a.example:8443/inbox",
        thread: `/events/${event.id}`,
        state: "pending",
        attempts: 0,
        dueAt: START,
        leasedUntil: null,
      }),
    )
    const types = await db
      .selectFrom("outbox")
      .innerJoin("delivery", "delivery.outboxId", "outbox.id")
      .select("outbox.type")
      .orderBy("delivery.id")
      .execute()
    expect(types.map(({ type }) => type)).toEqual(["Create", "Update", "Create"])
  })

  test("a blocked host is left out, with its subdomains and ports, and no other", async () => {
    const { db, site } = server
    await addHost(db, "bad.example", { blocked: true })
    await addHost(db, "Loud.Example.", { blocked: true })
    await addHost(db, "fine.example", { software: "mastodon" })
    const hosts = [
      "bad.example",
      "sub.bad.example",
      "a.b.bad.example:444",
      "loud.example",
      "notbad.example",
      "bad.example.org",
      "fine.example",
      "example",
    ]
    await addFollowers(
      db,
      "agenda",
      hosts.map(host => ({ host })),
    )
    await addFollowers(db, "instance", [{ host: "relay.bad.example" }, { host: "relay.example" }])
    const seq = await lastSeq(db)
    await createEvent(db, site, OPERATOR, plenary())
    expect(await reached(seq)).toEqual([
      [
        "Create",
        "agenda",
        "Event",
        [
          ["https://bad.example.org/inbox", ""],
          ["https://example/inbox", ""],
          ["https://fine.example/inbox", ""],
          ["https://notbad.example/inbox", ""],
        ],
      ],
      ["Announce", "instance", null, [["https://relay.example/inbox", ""]]],
    ])
  })

  test("an answer goes to the one who asked, and nowhere else", async () => {
    const { db, site } = server
    await addFollowers(db, "agenda", [{ host: "a.example" }])
    const seq = await lastSeq(db)
    const actor = (await readCalendar(db, "agenda"))!
    const id = await send(db, site, {
      type: "Accept",
      actor,
      object: {
        id: "https://b.example/follows/1",
        type: "Follow",
        actor: "https://b.example/users/bo",
        object: `${ORIGIN}/actors/agenda`,
      },
      objectPath: null,
      audience: { inboxes: ["https://b.example/users/bo/inbox"], to: ["https://b.example/users/bo"] },
      listed: false,
    })
    const [accept] = await sentSince(db, seq)
    expect(accept).toMatchObject({
      id,
      type: "Accept",
      listed: false,
      objectPath: null,
      objectType: "Follow",
      inboxes: [["https://b.example/users/bo/inbox", ""]],
    })
    expect(accept!.json).toMatchObject({ to: ["https://b.example/users/bo"], actor: `${ORIGIN}/actors/agenda` })
    expect(JSON.stringify(accept!.json)).not.toContain("#Public")
  })
})

test("Mobilizon gets everything, in a dialect that may hold more", async () => {
  const { db, site } = server
  await addHost(db, "mobilizon.example", { software: "mobilizon" })
  await addHost(db, "masto.example", { software: "mastodon" })
  await addFollowers(db, "agenda", [{ host: "mobilizon.example" }, { host: "masto.example" }])
  const seq = await lastSeq(db)
  await createEvent(db, site, OPERATOR, plenary())
  expect(await reached(seq)).toEqual([
    [
      "Create",
      "agenda",
      "Event",
      [
        ["https://masto.example/inbox", ""],
        ["https://mobilizon.example/inbox", "mobilizon"],
      ],
    ],
    ["Announce", "instance", null, []],
  ])
})

describe("Gancio", () => {
  test("gets events and their deletion in its own form, and no message, article or Announce", async () => {
    const { db, site } = server
    await addHost(db, "gancio.example", { software: "gancio" })
    await addHost(db, "masto.example", { software: "mastodon" })
    for (const handle of ["agenda", "entretiens"])
      await addFollowers(db, handle, [{ host: "gancio.example" }, { host: "masto.example" }])
    const seq = await lastSeq(db)
    const event = await createEvent(db, site, OPERATOR, plenary())
    await cancelEvent(db, site, OPERATOR, event.id)
    await createInterview(db, site, OPERATOR, {
      calendar: "entretiens",
      title: "Un entretien",
      summary: "",
      content: "",
      interviewees: [],
      tags: [],
      published: "2026-11-20",
      publish: true,
    })
    await deleteEvent(db, site, OPERATOR, event.id)
    const masto = ["https://masto.example/inbox", ""]
    const gancio = ["https://gancio.example/inbox", "gancio"]
    expect(await reached(seq)).toEqual([
      ["Create", "agenda", "Event", [gancio, masto]],
      ["Announce", "instance", null, []],
      ["Update", "agenda", "Event", [gancio, masto]],
      ["Create", "agenda", "Note", [masto]],
      ["Create", "entretiens", "Article", [masto]],
      ["Delete", "agenda", "Note", [masto]],
      ["Delete", "agenda", "Event", [gancio, masto]],
    ])
  })

  test("that follows the instance gets events from it, once, also when it follows the calendar too", async () => {
    const { db, site } = server
    await addHost(db, "gancio.example", { software: "gancio" })
    await addHost(db, "both.example", { software: "gancio" })
    await addFollowers(db, "instance", [
      { host: "gancio.example" },
      { host: "both.example" },
      { host: "relay.example" },
    ])
    await addFollowers(db, "agenda", [{ host: "both.example" }])
    const seq = await lastSeq(db)
    const event = await createEvent(db, site, OPERATOR, plenary())
    await updateEvent(db, site, OPERATOR, event.id, { title: "Séance plénière publique" })
    expect(await reached(seq)).toEqual([
      [
        "Create",
        "agenda",
        "Event",
        [
          ["https://both.example/inbox", "gancio-instance"],
          ["https://gancio.example/inbox", "gancio-instance"],
        ],
      ],
      ["Announce", "instance", null, [["https://relay.example/inbox", ""]]],
      [
        "Update",
        "agenda",
        "Event",
        [
          ["https://both.example/inbox", "gancio-instance"],
          ["https://gancio.example/inbox", "gancio-instance"],
        ],
      ],
    ])
    // the key that signs a delivery is its actor's
    const rows = await db
      .selectFrom("delivery")
      .innerJoin("actor", "actor.id", "delivery.actorId")
      .select(["variant", "actor.handle"])
      .execute()
    expect(new Set(rows.map(({ variant, handle }) => `${variant} ${handle}`))).toEqual(
      new Set(["gancio-instance instance", " instance"]),
    )
  })
})

test("10,000 followers on 1,000 hosts are one statement", async () => {
  const { db, site } = server
  const { id: actorId } = (await readActor(db, "agenda"))!
  await sql`
    insert into remote_actor (id, host, type, inbox, shared_inbox, fetched_at)
    select 'https://h' || n % 1000 || '.example/users/' || n, 'h' || n % 1000 || '.example', 'Person',
      'https://h' || n % 1000 || '.example/users/' || n || '/inbox', 'https://h' || n % 1000 || '.example/inbox', now()
    from generate_series(1, 10000) n`.execute(db)
  await sql`insert into follower (actor_id, remote_id, follow_id, created_at) select ${actorId}::uuid, id, id || '#follow', now() from remote_actor`.execute(
    db,
  )
  await addHost(db, "h7.example", { blocked: true })
  await createEvent(db, site, OPERATOR, plenary())
  const { n } = await db
    .selectFrom("delivery")
    .select(eb => eb.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow()
  expect(n).toBe(999)
})

test("workers are woken when the transaction commits, and not before", async () => {
  const { db, site, url } = server
  const { default: pg } = await import("pg")
  const listener = new pg.Client({ connectionString: url })
  await listener.connect()
  const heard: string[] = []
  listener.on("notification", ({ channel }) => heard.push(channel))
  await listener.query("listen beffroi_delivery")
  await expect(
    db.transaction().execute(async trx => {
      await createEvent(trx, site, OPERATOR, plenary())
      throw new Error("crash")
    }),
  ).rejects.toThrow("crash")
  await listener.query("select 1")
  expect(heard).toEqual([])
  await createEvent(db, site, OPERATOR, plenary())
  for (let n = 0; n < 100 && heard.length === 0; n += 1) await listener.query("select pg_sleep(0.01)")
  expect(new Set(heard)).toEqual(new Set(["beffroi_delivery"]))
  await listener.end()
})
