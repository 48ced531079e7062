import { sql } from "kysely"
import { createKeyring } from "../../../federation/signatures/keyring.ts"
import { createWire } from "../../../federation/vocab/writing/wire.ts"
import { createCalendar, ensureInstance, ensurePublisher } from "../../../src/actions/calendars/create.ts"
import { createEvent } from "../../../src/actions/events/create.ts"
import type { Site } from "../../../src/actions/site.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { createTexts } from "../../../src/feeds/ical/texts.ts"
import { type EventInput, eventInput } from "../../../src/input/event.ts"
import { readActor } from "../../../src/store/actors.ts"
import { type Db, openDatabase } from "../../../src/store/db.ts"
import { createDatabase, type Postgres } from "../../support/postgres.ts"
import { hostName, inboxOf } from "./hosts.ts"
import { serverCpu } from "./usage.ts"

export const SECRET_KEY = "a secret of the benchmarks, 32 characters long"

/** A site that this process publishes on, as a web process does; what it sends is sent by others. */
export interface TestSite {
  db: Db
  databaseUrl: string
  origin: string
  site: Site
  /** The calendar's handle and its actor's id. */
  calendar(handle: string): Promise<{ handle: string; id: string }>
  publish(calendar: string): Promise<{ id: string; slug: string }>
  /** PEM of a calendar's RSA key, so that the peers sign with the very same */
  rsaKey(actorId: string): Promise<string>
  /** CPU of PostgreSQL so far, milliseconds; null where it cannot be read */
  databaseCpu(): Promise<number | null>
  close(): Promise<void>
}

export async function openSite(postgres: Postgres, origin = "https://agenda.example"): Promise<TestSite> {
  const database = await createDatabase(postgres)
  const { db } = openDatabase(database.url, 4)
  const keyring = createKeyring(SECRET_KEY)
  const wire = createWire({ origin, keyring })
  const site: Site = { origin, now: () => new Date(), wire, texts: createTexts({ origin }) }
  await ensureInstance(db, site, OPERATOR)
  const publisher = await db.transaction().execute(trx => ensurePublisher(trx, site, OPERATOR, null))

  return {
    db,
    databaseUrl: database.url,
    origin,
    site,
    async calendar(handle) {
      const existing = await readActor(db, handle)
      if (existing) return existing
      const input = { handle, kind: "agenda", name: `Agenda ${handle}`, language: "fr", timeZone: "Europe/Paris" }
      return await db
        .transaction()
        .execute(trx => createCalendar(trx, site, OPERATOR, { ...input, kind: "agenda", summary: "" }, publisher.id))
    },
    publish: calendar => createEvent(db, site, OPERATOR, eventOf(calendar)),
    rsaKey: async actorId => String((await keyring.readKeys(db, actorId)).rsa.export({ type: "pkcs8", format: "pem" })),
    async databaseCpu() {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
      return serverCpu(rows[0]!.pid)
    },
    async close() {
      await db.destroy()
      await database.drop()
    },
  }
}

const PARAGRAPH =
  "Le conseil des communs numériques se réunit pour examiner les contributions reçues depuis la dernière séance : documentation " +
  "des licences, hébergement mutualisé, recensement des lieux ouverts et suite donnée aux ateliers des éditions locales.\n\n"

/** An event as people write them; its Create has 10 kB. */
export function eventOf(calendar: string, over: Partial<EventInput> = {}): EventInput {
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  return eventInput.parse({
    calendar,
    title: "Séance plénière du conseil des communs",
    summary: "Ordre du jour publié une semaine avant ; l'inscription est libre et gratuite.",
    description: PARAGRAPH,
    start: `${day}T18:30`,
    end: `${day}T20:30`,
    place: {
      name: "Nouveau Siècle",
      street: "17 place Mendès France",
      postalCode: "59000",
      locality: "Lille",
      country: "FR",
      latitude: 50.6372,
      longitude: 3.0605,
    },
    organisers: ["La MedNum", "ANCT"],
    tags: ["communs", "logiciel libre", "inclusion"],
    url: "https://www.numerique-en-commun.fr/",
    publish: true,
    ...over,
  })
}

export interface Audience {
  followers: number
  /** one each, with a personal inbox; fewer: followers share the shared inbox of their host */
  hosts?: number
  /** number of the first host */
  from?: number
  port: number
}

/** Followers and their hosts, whose software was learnt, as Follows would have left them. */
export async function addFollowers(
  db: Db,
  actorId: string,
  { followers, hosts = followers, from = 0, port }: Audience,
): Promise<void> {
  const host = `${hostName("%s")}:${port}`
  const inbox = inboxOf("%s", port)
  const shared = hosts < followers ? `http://${host}/inbox` : null
  await sql`
    insert into host (name, software, version, learnt_at)
    select format(${host}::text, host), 'mastodon', '4.5.0', now()
    from generate_series(${from}::int, ${from}::int + ${hosts}::int - 1) as host
    on conflict do nothing
  `.execute(db)
  await sql`
    with someone as (
      insert into remote_actor (id, host, type, inbox, shared_inbox, fetched_at)
      select format('http://%s/users/%s', format(${host}::text, host), n), format(${host}::text, host), 'Person',
        format(${inbox}::text, host), format(${shared}::text, host), now()
      from generate_series(0, ${followers}::int - 1) as n, lateral (select ${from}::int + n % ${hosts}::int) as on_host (host)
      returning id
    )
    insert into follower (actor_id, remote_id, follow_id, created_at)
    select ${actorId}::uuid, id, id || '#follow', now() from someone
  `.execute(db)
  await sql`analyze remote_actor, follower, host`.execute(db)
}
