import { once } from "node:events"
import { request } from "node:http"
import type { AddressInfo } from "node:net"
import { serve } from "@hono/node-server"
import { Hono } from "hono"
import { inject } from "vitest"
import { createFederation, type FederationParts } from "../../../federation/index.ts"
import { createInboxJob } from "../../../federation/receiving/job.ts"
import { inboxRoutes } from "../../../federation/receiving/receive.ts"
import { synchronizationRoutes } from "../../../federation/serving/followers-synchronization.ts"
import { createKeyring } from "../../../federation/signatures/keyring.ts"
import { createWire } from "../../../federation/vocab/writing/wire.ts"
import { createCalendar, createPublisher, ensureInstance } from "../../../src/actions/calendars/create.ts"
import { createEvent } from "../../../src/actions/events/create.ts"
import type { Site } from "../../../src/actions/site.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import type { Actor } from "../../../src/domain/calendar.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { paths } from "../../../src/domain/paths.ts"
import { createTexts } from "../../../src/feeds/ical/texts.ts"
import { eventInput } from "../../../src/input/event.ts"
import { createOutgoing } from "../../../src/outgoing/index.ts"
import { readActor } from "../../../src/store/actors.ts"
import { type Db, openDatabase } from "../../../src/store/db.ts"
import { putObject } from "../../../src/store/objects.ts"
import type { Someone } from "../../support/elsewhere.ts"
import { createDatabase } from "../../support/postgres.ts"
import { cavage, rfc9421, type SigningOptions } from "../../support/signing.ts"

export interface Answer {
  status: number
  type: string | undefined
  detail: string
  headers: Record<string, string | string[] | undefined>
}

export interface PostOptions extends SigningOptions {
  /** default: the shared inbox */
  inbox?: string
  spec?: "cavage" | "rfc9421"
  /** added to, or instead of, the signed ones; undefined takes one away */
  headers?: Record<string, string | undefined>
}

/** A site with an instance, a publisher and a calendar, whose inboxes answer over HTTP. */
export interface InboxSite {
  origin: string
  db: Db
  site: Site
  /** what the web process and the worker share */
  federation: FederationParts
  clock: { now: () => Date }
  actor(handle: string): Promise<Actor>
  /** publishes an event and gives its path */
  event(title?: string): Promise<string>
  /** something published at any path */
  object(path: string, more?: { type?: string; page?: string; actor?: string }): Promise<void>
  /** signs and sends an activity as someone */
  post(someone: Someone, activity: JsonObject, options?: PostOptions): Promise<Answer>
  /** sends bytes as they are */
  send(path: string, body: string | Buffer, headers: Record<string, string | undefined>): Promise<Answer>
  /** handles what came in */
  process(): Promise<number>
  /** sends, expects 202 and handles */
  deliver(someone: Someone, activity: JsonObject, options?: PostOptions): Promise<void>
  counts(path: string): Promise<{ likes: number; shares: number; replies: number }>
  close(): Promise<void>
}

export async function openInboxSite(): Promise<InboxSite> {
  const database = await createDatabase(inject("postgres"))
  const { db } = openDatabase(database.url, 6)
  const app = new Hono()
  app.onError((error, c) => c.text(String(error.stack), 500))
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" })
  await once(server, "listening")
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const outgoing = createOutgoing({ allowPrivateAddresses: true, userAgent: "Beffroi (tests)" })
  const clock = { now: () => new Date() }
  const keyring = createKeyring("a secret of the tests, 32 characters long")
  const site: Site = {
    origin,
    now: () => clock.now(),
    wire: createWire({ origin, keyring }),
    texts: createTexts({ origin }),
  }
  const federation = createFederation({ db, origin, now: site.now, keyring, outgoing })
  inboxRoutes(app, { db, origin, now: site.now, ...federation })
  synchronizationRoutes(app, { db, origin, now: site.now, ...federation })
  const job = createInboxJob({ db, site, ...federation })

  await ensureInstance(db, site, OPERATOR)
  const described = { language: "fr", summary: "" }
  await db.transaction().execute(async trx => {
    const { id } = await createPublisher(trx, site, OPERATOR, {
      ...described,
      handle: "publisher",
      name: "Conseil des communs",
    })
    const calendar = {
      ...described,
      timeZone: "Europe/Paris",
      kind: "agenda" as const,
      handle: "agenda",
      name: "L'agenda",
    }
    await createCalendar(trx, site, OPERATOR, calendar, id)
  })

  const actor = async (handle: string) => (await readActor(db, handle))!
  const post: InboxSite["post"] = (someone, activity, options = {}) => {
    const { inbox = "/inbox", spec = "cavage", headers = {}, ...signing } = options
    const body = JSON.stringify(activity)
    const signed = (spec === "cavage" ? cavage : rfc9421)(someone.key, origin + inbox, body, {
      date: clock.now(),
      ...signing,
    })
    return ask(origin + inbox, body, { ...signed, ...headers })
  }
  let count = 0
  return {
    origin,
    db,
    site,
    federation,
    clock,
    actor,
    post,
    send: (path, body, headers) => ask(origin + path, body, headers),
    process: () => job.runOnce(),
    async deliver(someone, activity, options) {
      const { status, detail } = await post(someone, activity, options)
      if (status !== 202) throw new Error(`${status} ${detail}`)
      await job.runOnce()
    },
    async event(title = `Séance ${++count}`) {
      const input = eventInput.parse({ calendar: "agenda", title, start: "2031-12-01T18:30", publish: true })
      return paths.event((await createEvent(db, site, OPERATOR, input)).id)
    },
    async object(path, { type = "Event", page, actor: handle = "agenda" } = {}) {
      const { id } = await actor(handle)
      const body = JSON.stringify({ id: origin + path, type })
      await putObject(db, { path, type, body, actorId: id, page: page ?? null, now: clock.now() })
    },
    async counts(path) {
      const row = await db.selectFrom("object").selectAll().where("path", "=", path).executeTakeFirstOrThrow()
      return { likes: row.likes, shares: row.shares, replies: row.replies }
    },
    async close() {
      server.close()
      await outgoing.close()
      await db.destroy()
      await database.drop()
    },
  }
}

/** A POST with any headers: fetch() does not let one. */
export function ask(url: string, body: string | Buffer, headers: Record<string, string | undefined>): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const wanted = Object.entries({ "content-length": String(Buffer.byteLength(body)), ...headers })
  const given = Object.fromEntries(wanted.filter((entry): entry is [string, string] => entry[1] !== undefined))
  const outgoing = request(url, { method: "POST", headers: given, agent: false }, response => {
    let text = ""
    response.setEncoding("utf8")
    response.on("data", chunk => {
      text += chunk
    })
    response.on("error", reject)
    response.on("end", () => {
      const type = response.headers["content-type"]
      const detail = type === "application/problem+json" ? JSON.parse(text).detail : text
      resolve({ status: response.statusCode!, type, detail, headers: response.headers })
    })
  })
  let answered = false
  outgoing.on("response", () => {
    answered = true
  })
  // the other side may have answered and hung up before it had read everything
  outgoing.on("error", error => answered || reject(error))
  outgoing.end(body)
  return promise
}
