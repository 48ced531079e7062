import { sql } from "kysely"
import { load } from "../../../src/actions/content/load.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { FEED_FORMATS, paths } from "../../../src/domain/paths.ts"
import { feedsApp } from "../../../src/web/site/feeds/app.ts"
import { createFeedVersionCache } from "../../../src/web/site/feeds/version-cache.ts"
import type { Scenario } from "../run.ts"
import { against, median } from "../support/figure.ts"
import { progress, say } from "../support/progress.ts"
import { openSite } from "../support/site.ts"

const bench = "formats"
const EVENTS = 1000
const SESSIONS = 5
const ROUNDS = 7
const DAY = 24 * 3600 * 1000

/** How long this process takes to make each format of 1,000 events, database included; calendars hold 700 and feeds 100 of them. */
export const formats: Scenario = async ({ postgres, tell }) => {
  const server = await openSite(postgres)
  await server.calendar("agenda")
  const events = Array.from({ length: EVENTS }, (_, n) => entry(n))
  await load(
    server.db,
    server.site,
    OPERATOR,
    { licence: "etalab-2.0", events },
    { progress: done => progress(`${done} of ${EVENTS}`) },
  )
  await sql`analyze`.execute(server.db)
  const app = feedsApp({
    versionCache: createFeedVersionCache(),
    db: server.db,
    origin: server.origin,
    now: server.site.now,
  })
  const addresses = [
    ...FEED_FORMATS.map(format => paths.feed(paths.home(), format)),
    `${paths.feed(paths.home(), "ics")}?profile=full`,
    paths.feed(paths.placePage("salle-7-ville-7"), "csv"),
    paths.openAgenda(),
    paths.catalogue(),
    paths.export(),
    paths.schedule("seance-7", "xml"),
  ]
  for (const address of addresses) {
    const times: number[] = []
    let bytes = 0
    for (let round = 0; round < ROUNDS; round++) {
      const started = performance.now()
      const answer = await app.request(address)
      bytes = (await answer.arrayBuffer()).byteLength
      times.push(performance.now() - started)
      if (answer.status !== 200) throw new Error(`${address} answers ${answer.status}`)
    }
    const value = median(times)
    tell(against({ bench, figure: address, value, unit: "ms", with: { kB: Math.round(bytes / 1024) } }, { most: 1500 }))
    say(`… ${address}: ${Math.round(value)} ms`)
  }
  await server.close()
}

const entry = (n: number) => {
  const day = new Date(Date.now() + (n % 500) * DAY).toISOString().slice(0, 10)
  return {
    slug: `seance-${n}`,
    calendar: "agenda",
    title: `Séance ${n} du conseil des communs`,
    summary: "Ordre du jour publié une semaine avant ; l'inscription est libre et gratuite.",
    description: "Le conseil examine les contributions *reçues* depuis la dernière séance.\n\n".repeat(5),
    start: `${day}T14:00`,
    end: `${day}T17:00`,
    places: [
      {
        name: `Salle ${n % 50}`,
        street: "1 rue de la Paix",
        locality: `Ville ${n % 50}`,
        latitude: 43 + (n % 50) / 10,
        longitude: (n % 50) / 10,
      },
    ],
    organisers: ["La MedNum"],
    tags: ["communs", "conseil"],
    programme: Array.from({ length: SESSIONS }, (_, k) => ({
      slug: `point-${k + 1}`,
      title: `Point ${k + 1} de l'ordre du jour`,
      start: `${day}T14:${String(k * 10).padStart(2, "0")}`,
      room: "Grande salle",
      speakers: ["Camille Martin"],
    })),
  }
}
