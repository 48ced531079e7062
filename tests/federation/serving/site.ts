import { once } from "node:events"
import { request } from "node:http"
import type { AddressInfo } from "node:net"
import { serve } from "@hono/node-server"
import { Hono } from "hono"
import { inject } from "vitest"
import { createDialects } from "../../../federation/remote/dialects.ts"
import { federationApp } from "../../../federation/serving/app.ts"
import { createKeyring } from "../../../federation/signatures/keyring.ts"
import { createWire } from "../../../federation/vocab/writing/wire.ts"
import { createCalendar, createPublisher, ensureInstance } from "../../../src/actions/calendars/create.ts"
import { createEvent } from "../../../src/actions/events/create.ts"
import { createInterview } from "../../../src/actions/interviews/create.ts"
import type { Site } from "../../../src/actions/site.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import type { WholeEvent } from "../../../src/domain/event.ts"
import type { WholeInterview } from "../../../src/domain/interview.ts"
import { createTexts } from "../../../src/feeds/ical/texts.ts"
import { type EventInput, eventInput } from "../../../src/input/event.ts"
import { interviewInput } from "../../../src/input/interview.ts"
import { type Db, openDatabase } from "../../../src/store/db.ts"
import { createDatabase } from "../../support/postgres.ts"

export const ORIGIN = "https://agenda.example"
const SECRET_KEY = "a secret of the tests, 32 characters long"
export const AP = "application/activity+json"
export const LD = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
/** What Firefox 143 sends for a page. */
export const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON the server sent
  json: any
}

/** A site with one publisher and three calendars, served over HTTP on a port of its own. */
export interface TestSite {
  origin: string
  /** http://127.0.0.1:port */
  address: string
  db: Db
  site: Site
  /** the clock of the site */
  clock: { now: Date }
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Answer>
  event(fields?: Partial<EventInput>): Promise<WholeEvent>
  interview(fields?: Record<string, unknown>): Promise<WholeInterview>
  close(): Promise<void>
}

/** @param origin ORIGIN; given as null it is the address that it listens on */
export async function openSite({ origin: given = ORIGIN }: { origin?: string | null } = {}): Promise<TestSite> {
  const database = await createDatabase(inject("postgres"))
  const { db } = openDatabase(database.url, 4)
  const app = new Hono()
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" })
  await once(server, "listening")
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const origin = given ?? address

  const clock = { now: new Date("2026-11-02T09:00:00Z") }
  const site: Site = {
    origin,
    now: () => clock.now,
    wire: createWire({ origin, keyring: createKeyring(SECRET_KEY) }),
    texts: createTexts({ origin }),
  }
  const inDialect = createDialects(origin, createKeyring(SECRET_KEY))
  app.route("/", federationApp({ db, origin, site, inDialect }))
  // stands for the pages
  app.get("/e/*", c => c.html("<h1>page</h1>"))
  app.get("/i/*", c => c.html("<h1>page</h1>"))
  app.get("/@agenda", c => c.html("<h1>page</h1>"))
  app.get("/", c => c.html("<h1>home</h1>"))
  app.notFound(c => c.html("<h1>no page</h1>", 404))

  await ensureInstance(db, site, OPERATOR)
  await db.transaction().execute(async trx => {
    const publisher = await createPublisher(trx, site, OPERATOR, {
      handle: "conseil",
      name: "Conseil des communs",
      language: "fr",
      summary: "Ce que fait le conseil",
    })
    const calendar = { language: "fr", timeZone: "Europe/Paris", summary: "" }
    await createCalendar(
      trx,
      site,
      OPERATOR,
      { ...calendar, handle: "agenda", kind: "agenda", name: "L'agenda" },
      publisher.id,
    )
    await createCalendar(
      trx,
      site,
      OPERATOR,
      { ...calendar, handle: "rencontres", kind: "events", name: "Rencontres" },
      publisher.id,
    )
    await createCalendar(
      trx,
      site,
      OPERATOR,
      { ...calendar, handle: "entretiens", kind: "interviews", name: "Entretiens" },
      publisher.id,
    )
  })

  let count = 0
  return {
    origin,
    address,
    db,
    site,
    clock,
    get: (path, headers = { accept: AP }, method = "GET") => ask(address + path, headers, method),
    event: fields =>
      createEvent(
        db,
        site,
        OPERATOR,
        eventInput.parse({
          calendar: "agenda",
          title: `Séance ${++count}`,
          start: "2026-12-01T18:30",
          publish: true,
          ...fields,
        }),
      ),
    interview: fields =>
      createInterview(
        db,
        site,
        OPERATOR,
        interviewInput.parse({
          calendar: "entretiens",
          title: `Entretien ${++count}`,
          published: "2026-10-30",
          publish: true,
          ...fields,
        }),
      ),
    async close() {
      server.close()
      await db.destroy()
      await database.drop()
    },
  }
}

/** Asks without following redirects and with any Host: fetch() does neither. */
function ask(address: string, headers: Record<string, string>, method: string): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const outgoing = request(address, { method, headers, agent: false }, response => {
    let text = ""
    response.setEncoding("utf8")
    response.on("data", chunk => {
      text += chunk
    })
    response.on("end", () => {
      const isJson = /json/.test(String(response.headers["content-type"])) && text !== ""
      resolve({
        status: response.statusCode!,
        headers: response.headers,
        text,
        json: isJson ? JSON.parse(text) : undefined,
      })
    })
    response.on("error", reject)
  })
  outgoing.on("error", reject)
  outgoing.end()
  return promise
}
