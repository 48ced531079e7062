import { randomUUID } from "node:crypto"
import { verifyObject } from "@fedify/fedify/sig"
import { Announce, Create } from "@fedify/vocab"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { updateActor } from "../../../src/actions/calendars/update.ts"
import { cancelEvent } from "../../../src/actions/events/cancel.ts"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { updateEvent } from "../../../src/actions/events/update.ts"
import { send } from "../../../src/actions/outbox/send.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { readActor } from "../../../src/store/actors.ts"
import { type ListedActivity, type OutboxPage, readOutboxPage } from "../../../src/store/outbox-pages.ts"
import { refuseGancio } from "../../support/receivers/gancio.ts"
import { breachesOf } from "../../support/receivers/profile.ts"
import { AP, ORIGIN, openSite, type TestSite } from "./site.ts"
import { expectWayBack, walk } from "./walk.ts"

let server: TestSite
beforeEach(async () => {
  server = await openSite()
})
afterEach(() => server.close())

interface Activity {
  id: string
  type: string
  actor: string
  object: { id: string; type: string; name?: string } | string
}

const idOf = ({ object }: Activity) => (typeof object === "string" ? object : object.id)

/** Our actors and their keys, from where every partner reads them. */
const documents = (server: TestSite) => async (url: string) => {
  const { json } = await server.get(new URL(url).pathname)
  return { contextUrl: null, documentUrl: url.split("#")[0]!, document: json }
}

/** A day in `months` from the clock of the site. */
const inMonths = (months: number) => new Date(Date.UTC(2026, 10 + months, 15)).toISOString().slice(0, 10)

describe("the outbox of a calendar", () => {
  test("120 activities are met once each; the first page begins with all upcoming events; prev leads back", async () => {
    const ids = []
    for (let i = 0; i < 120; i++) {
      // every third is upcoming
      const event = await server.event({ start: i % 3 === 0 ? `${inMonths(1 + (i % 5))}T18:30` : "2026-01-10T18:30" })
      ids.push({ id: `${ORIGIN}/events/${event.id}`, upcoming: i % 3 === 0 })
    }
    const { head, pages, members: items } = await walk(server.get, "/actors/agenda/outbox")
    expect(head).toEqual({
      "@context": "https://www.w3.org/ns/activitystreams",
      id: `${ORIGIN}/actors/agenda/outbox`,
      type: "OrderedCollection",
      totalItems: 120,
      first: `${ORIGIN}/actors/agenda/outbox?page=1`,
    })
    const newestFirst = ids.toReversed()
    const upcoming = newestFirst.filter(event => event.upcoming).map(event => event.id)
    const rest = newestFirst.filter(event => !event.upcoming).map(event => event.id)
    expect(items.map(idOf)).toEqual([...upcoming, ...rest])
    expect(pages.map(page => page.members.length)).toEqual([40 + 20, 20, 20, 20])
    expectWayBack(pages)
    expect(items.every(item => item.type === "Create" && typeof item.object === "object")).toBe(true)
  })

  test("more upcoming events than the first page may hold go on behind it: the soonest stay, each comes once", async () => {
    const starts = [9, 3, 11, 1, 5, 7].map(day => `2026-12-${String(day).padStart(2, "0")}`)
    for (const start of [...starts, "2026-01-10", "2026-01-11", "2026-01-12"]) await server.event({ start })
    const named = await server.db.selectFrom("event").select(["id", "startLocal"]).execute()
    const startOf = ({ objectPath }: ListedActivity) =>
      named.find(({ id }) => objectPath === `/events/${id}`)!.startLocal
    const pages = []
    let before: number | null = null
    do {
      const page: OutboxPage = (await readOutboxPage(server.db, "agenda", {
        before,
        now: server.clock.now,
        size: 2,
        upcoming: 3,
      }))!
      pages.push([page.upcoming.map(startOf), page.rest.map(startOf)])
      before = page.next
    } while (before !== null && pages.length < 10)
    expect(pages).toEqual([
      [
        ["2026-12-05", "2026-12-01", "2026-12-03"],
        ["2026-01-12", "2026-01-11"],
      ],
      [[], ["2026-01-10", "2026-12-07"]],
      [[], ["2026-12-11", "2026-12-09"]],
    ])
  })

  test("a walk goes on undisturbed while more is published", async () => {
    const ids: string[] = []
    for (let i = 0; i < 45; i++) ids.unshift(`${ORIGIN}/events/${(await server.event({ start: "2026-01-10" })).id}`)
    const { members: items } = await walk(async path => {
      const answer = await server.get(path)
      await server.event({ start: "2026-01-11" })
      return answer
    }, "/actors/agenda/outbox")
    // one came before the first page was asked for
    expect(items.map(idOf).slice(1)).toEqual(ids)
  })

  test("links keep ORIGIN behind any Host", async () => {
    for (let i = 0; i < 25; i++) await server.event({ start: "2026-01-10" })
    const lies = { accept: AP, host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "http" }
    const { members: items } = await walk(path => server.get(path, lies), "/actors/agenda/outbox")
    expect(items.length).toBe(25)
  })

  test("lists the bytes that were sent; an edited event stands in its Create as it is now", async () => {
    const unchanged = await server.event({ title: "Restée telle quelle" })
    const edited = await server.event({ title: "Avant" })
    const sent = await server.db
      .selectFrom("outbox")
      .select(["id", "body"])
      .where("type", "=", "Create")
      .orderBy("seq", "desc")
      .execute()
    await updateEvent(server.db, server.site, OPERATOR, edited.id, { title: "Après" })

    const { text, json } = await server.get("/actors/agenda/outbox?page=1")
    const [first, second] = json.orderedItems
    expect([first.id, first.type, first.object.name]).toEqual([
      `${ORIGIN}/activities/${sent[0]!.id}`,
      "Create",
      "Après",
    ])
    expect(text).toContain(sent[1]!.body)
    expect(second.object.id).toBe(`${ORIGIN}/events/${unchanged.id}`)

    const { "@context": _, ...object } = (await server.get(`/events/${edited.id}`)).json
    expect(first.object).toEqual(object)
    const before = JSON.parse(sent[0]!.body!)
    const { proofValue, ...proof } = first.proof
    expect(first).toEqual({ ...before, object, proof: { ...before.proof, ...proof, proofValue } })
    expect(proofValue).not.toBe(before.proof.proofValue)
    expect(await verifyObject(Create, first, { documentLoader: documents(server) })).toBeInstanceOf(Create)
  })

  test("news stands beside its event; Updates, drafts and what was deleted do not", async () => {
    await server.event({ publish: false })
    const event = await server.event()
    const gone = await server.event()
    await cancelEvent(server.db, server.site, OPERATOR, event.id, "Salle inondée")
    await cancelEvent(server.db, server.site, OPERATOR, gone.id)
    await deleteEvent(server.db, server.site, OPERATOR, gone.id)
    const { head, members: items } = await walk(server.get, "/actors/agenda/outbox")
    expect(items.map(item => [item.type, (item.object as { type: string }).type])).toEqual([
      ["Create", "Event"],
      ["Create", "Note"],
    ])
    expect(head.totalItems).toBe(2)
  })

  test("answers 304, 400 to a wrong page, 404 to nobody, an empty list when there is nothing", async () => {
    await server.event()
    for (const path of ["/actors/agenda/outbox", "/actors/agenda/outbox?page=1"]) {
      const { headers } = await server.get(path)
      const again = await server.get(path, { accept: AP, "if-none-match": String(headers.etag) })
      expect([again.status, again.text, again.headers.vary]).toEqual([304, "", "Accept"])
    }
    const etag = String((await server.get("/actors/agenda/outbox?page=1")).headers.etag)
    await server.event()
    expect((await server.get("/actors/agenda/outbox?page=1", { accept: AP, "if-none-match": etag })).status).toBe(200)

    for (const page of ["0", "2", "b", "b-1", "x", "", "b9999999999999999", "1%00", "b1;drop"]) {
      const answer = await server.get(`/actors/agenda/outbox?page=${page}`)
      expect([page, answer.status, answer.json.detail]).toEqual([page, 400, expect.stringContaining("page")])
    }
    expect((await server.get("/actors/nobody/outbox")).status).toBe(404)
    expect((await server.get("/actors/nobody/outbox?page=1")).status).toBe(404)
    expect((await server.get("/actors/rencontres/outbox")).json.totalItems).toBe(0)
    expect((await server.get("/actors/rencontres/outbox?page=1")).json.orderedItems).toEqual([])
    expect((await server.get("/actors/agenda/outbox?page=b1")).json.orderedItems).toEqual([])
  })
})

describe("the outbox of the instance", () => {
  test("lists its Announces, and the events as Gancio takes them from it", async () => {
    const event = await server.event()
    const past = await server.event({ calendar: "rencontres", start: "2026-01-10" })
    await server.interview()
    const { head, members: items } = await walk(server.get, "/actors/instance/outbox")
    const instance = `${ORIGIN}/actors/instance`
    const [first, ...rest] = items
    expect([first!.type, first!.actor, idOf(first!)]).toEqual(["Create", instance, `${ORIGIN}/events/${event.id}`])
    expect((first!.object as unknown as { attributedTo: string }).attributedTo).toBe(instance)
    expect(rest.map(item => [item.type, item.actor, idOf(item)])).toEqual([
      ["Announce", instance, `${ORIGIN}/events/${past.id}`],
      ["Create", instance, `${ORIGIN}/events/${past.id}`],
      ["Announce", instance, `${ORIGIN}/events/${event.id}`],
    ])
    expect(head.totalItems).toBe(4)
  })

  test("an edited event is there as it is now, still in Gancio's form", async () => {
    const event = await server.event({ title: "Avant" })
    await updateEvent(server.db, server.site, OPERATOR, event.id, { title: "Entre-deux" })
    await updateEvent(server.db, server.site, OPERATOR, event.id, { title: "Après" })
    const { members: items } = await walk(server.get, "/actors/instance/outbox")
    const [create] = items as unknown as { type: string; actor: string; object: Record<string, unknown> }[]
    expect([create!.type, create!.actor, create!.object.name]).toEqual(["Create", `${ORIGIN}/actors/instance`, "Après"])
    expect([create!.object.attributedTo, create!.object.attachment]).toEqual([`${ORIGIN}/actors/instance`, []])
    expect(await verifyObject(Create, create, { documentLoader: documents(server) })).toBeInstanceOf(Create)
  })

  test("a deleted event leaves it, Announce and all", async () => {
    const event = await server.event()
    await deleteEvent(server.db, server.site, OPERATOR, event.id)
    expect((await server.get("/actors/instance/outbox")).json.totalItems).toBe(0)
    expect((await server.get("/actors/instance/outbox?page=1")).json.orderedItems).toEqual([])
  })
})

describe("an activity that was sent to nobody", () => {
  const documentLoader = (url: string) => documents(server)(url)
  const past = async () => {
    const event = await server.event({ start: "2026-01-10T18:30", title: "Un passé simple" })
    const rows = await server.db.selectFrom("outbox").selectAll().orderBy("seq", "desc").limit(2).execute()
    expect(rows.map(({ type, body }) => [type, body])).toEqual([
      ["Announce", null],
      ["Create", null],
    ])
    return { event, announce: rows[0]!.id, create: rows[1]!.id }
  }

  /** The one activity of that kind, which has no bytes. */
  const unsaid = async (type: string) => {
    const row = await server.db
      .selectFrom("outbox")
      .select(["id", "body"])
      .where("type", "=", type)
      .executeTakeFirstOrThrow()
    expect(row.body).toBeNull()
    return row
  }

  test("has no bytes until it is requested; then it is signed, the same each time", async () => {
    const { event, announce, create } = await past()
    for (const [id, type, actor] of [
      [create, Create, "agenda"],
      [announce, Announce, "instance"],
    ] as const) {
      const { status, text, json } = await server.get(`/activities/${id}`)
      expect([status, text]).toEqual([200, (await server.get(`/activities/${id}`)).text])
      expect(text).toBe(JSON.stringify(json))
      expect(breachesOf(json)).toEqual([])
      const verified = await verifyObject(type as typeof Create, json, { documentLoader })
      expect([verified?.id?.href, verified?.actorId?.href, verified?.objectId?.href]).toEqual([
        `${ORIGIN}/activities/${id}`,
        `${ORIGIN}/actors/${actor}`,
        `${ORIGIN}/events/${event.id}`,
      ])
      const outbox = await server.get(`/actors/${actor}/outbox?page=1`)
      expect(outbox.text).toContain(text)
    }
  })

  test("holds its object as it is now, with a valid proof", async () => {
    const { event, create } = await past()
    await updateEvent(server.db, server.site, OPERATOR, event.id, { title: "Un passé composé" })
    const { json } = await server.get(`/activities/${create}`)
    expect(json.object.name).toBe("Un passé composé")
    expect(await verifyObject(Create, json, { documentLoader })).toBeInstanceOf(Create)
    const update = await unsaid("Update")
    const { "@context": _, ...object } = (await server.get(`/events/${event.id}`)).json
    expect((await server.get(`/activities/${update.id}`)).json).toMatchObject({ type: "Update", object })
  })

  test("is in the instance's outbox in Gancio's form, and gone with its object", async () => {
    const { event, announce, create } = await past()
    const { orderedItems } = (await server.get("/actors/instance/outbox?page=1")).json
    const retold = orderedItems.find(({ id }: Activity) => id === `${ORIGIN}/activities/${create}#instance`)
    expect(refuseGancio(retold)).toEqual([])
    expect(await verifyObject(Create, retold, { documentLoader })).toBeInstanceOf(Create)
    await deleteEvent(server.db, server.site, OPERATOR, event.id)
    for (const id of [announce, create]) expect((await server.get(`/activities/${id}`)).status).toBe(410)
    const gone = await unsaid("Delete")
    const activity = (await server.get(`/activities/${gone.id}`)).json
    expect(activity.object).toMatchObject({
      id: `${ORIGIN}/events/${event.id}`,
      type: "Tombstone",
      formerType: "Event",
    })
  })
})

describe("an activity at its id", () => {
  const activities = () =>
    server.db.selectFrom("outbox").select(["id", "type", "body", "actorId"]).orderBy("seq").execute()

  test("has the bytes that were sent, in both media types, and is 304 for its ETag", async () => {
    await server.event()
    for (const { id, body } of await activities()) {
      const answer = await server.get(`/activities/${id}`)
      expect([answer.status, answer.headers["content-type"], answer.text]).toEqual([200, AP, body])
      expect(answer.json.id).toBe(`${ORIGIN}/activities/${id}`)
      const again = await server.get(`/activities/${id}`, { accept: AP, "if-none-match": String(answer.headers.etag) })
      expect(again.status).toBe(304)
    }
  })

  test("is after an edit what the outbox lists", async () => {
    const event = await server.event({ title: "Le numéro de téléphone de Camille" })
    await updateEvent(server.db, server.site, OPERATOR, event.id, { title: "Séance" })
    const [create] = await activities()
    const answer = await server.get(`/activities/${create!.id}`)
    expect(answer.text).not.toContain("téléphone")
    expect(answer.json).toEqual((await server.get("/actors/agenda/outbox?page=1")).json.orderedItems[0])
  })

  test("is gone with its object, but for the Delete", async () => {
    const event = await server.event({ title: "À retirer" })
    await deleteEvent(server.db, server.site, OPERATOR, event.id)
    const statuses = []
    for (const { id, type } of await activities()) {
      const answer = await server.get(`/activities/${id}`)
      expect(answer.text).not.toContain("À retirer")
      expect(answer.json.id).toBe(`${ORIGIN}/activities/${id}`)
      statuses.push([type, answer.status, answer.json.type])
    }
    expect(statuses).toEqual([
      ["Create", 410, "Tombstone"],
      ["Announce", 410, "Tombstone"],
      ["Delete", 200, "Delete"],
    ])
  })

  test("is 404 when it was addressed to one actor", async () => {
    const agenda = (await readActor(server.db, "agenda"))!
    const follow = {
      id: "https://b.example/follow/1",
      type: "Follow",
      actor: "https://b.example/u",
      object: `${ORIGIN}/actors/agenda`,
    }
    const accept = await send(server.db, server.site, {
      type: "Accept",
      actor: agenda,
      object: follow,
      objectPath: null,
      audience: { inboxes: ["https://b.example/inbox"], to: ["https://b.example/u"] },
      listed: false,
    })
    expect((await server.get(`/activities/${accept}`)).status).toBe(404)
    expect((await server.get(`/activities/${accept}`)).text).toBe(
      (await server.get(`/activities/${randomUUID()}`)).text,
    )
    expect((await server.get("/actors/agenda/outbox")).json.totalItems).toBe(0)
  })

  test("the public Update of an actor can be looked up and is not listed", async () => {
    const agenda = (await readActor(server.db, "agenda"))!
    await server.db
      .transaction()
      .execute(trx =>
        updateActor(trx, server.site, OPERATOR, agenda, { name: "Autre nom", summary: "", language: "fr" }),
      )
    const [update] = await activities()
    expect((await server.get(`/activities/${update!.id}`)).json.object.name).toBe("Autre nom")
    expect((await server.get("/actors/agenda/outbox")).json.totalItems).toBe(0)
  })
})
