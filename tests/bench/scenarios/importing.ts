import type { ImporterCalls } from "../processes/importer.ts"
import type { Scenario } from "../run.ts"
import { startChild } from "../support/child.ts"
import { against } from "../support/figure.ts"
import { addFollowers, openSite, SECRET_KEY } from "../support/site.ts"

const bench = "importing"
const EVENTS = 10_000
const MEGABYTE = 1_000_000

/** The last one also queues a million deliveries: it is told without a limit. */
const CASES = [
  { when: "that are over", past: true, servers: 100, limit: { most: 10_000 } },
  { when: "to come, as a calendar begins", past: false, servers: 0, limit: { most: 10_000 } },
  { when: "to come, with followers on 100 servers", past: false, servers: 100, limit: {}, fullOnly: true },
]

/** A calendar of 10,000 events comes in: read, published, and told to ten followers on each server. */
export const importing: Scenario = async ({ postgres, full, tell }) => {
  for (const { when, past, servers, limit } of CASES.filter(one => full || !one.fullOnly)) {
    const site = await openSite(postgres)
    const { id, handle } = await site.calendar("agenda")
    await addFollowers(site.db, id, { followers: servers * 10, hosts: servers, port: 1 })
    const importer = await startChild<ImporterCalls>("importer")
    await importer.ask("start", { databaseUrl: site.databaseUrl, origin: site.origin, secretKey: SECRET_KEY })
    const before = await importer.usage()
    const database = (await site.databaseCpu()) ?? 0
    const { created, ms } = await importer.ask("takeIn", { text: calendarOf(past), calendar: handle })
    const { cpuMs, peakBytes } = await importer.usage()
    if (created !== EVENTS) throw new Error(`${created} events came in, not ${EVENTS}`)
    const cpu = {
      cpuMs: Math.round(cpuMs - before.cpuMs),
      databaseCpuMs: Math.round(((await site.databaseCpu()) ?? 0) - database),
      deliveries: past ? 0 : EVENTS * servers,
    }
    tell(against({ bench, figure: `${EVENTS} events ${when}`, value: ms, unit: "ms", with: cpu }, limit))
    const memory = { bench, figure: `memory for ${EVENTS} events ${when}`, value: peakBytes / MEGABYTE, unit: "MB" }
    tell(against(memory, { most: 300 }))
    await importer.stop()
    await site.close()
  }
}

/** As Nextcloud writes it: a place, a text, two tags each. */
function calendarOf(past: boolean): string {
  const first = Temporal.Now.plainDateTimeISO().add(past ? { years: -6 } : { days: 20 })
  const events = Array.from({ length: EVENTS }, (_, n) => {
    const start = first.add({ hours: Math.floor(n / 4) * 2 })
    const compact = (time: Temporal.PlainDateTime) => time.toString({ smallestUnit: "second" }).replace(/[-:]/g, "")
    return [
      "BEGIN:VEVENT",
      `UID:${n}-4f1c@cloud.example`,
      "DTSTAMP:20261101T080000Z",
      `DTSTART;TZID=Europe/Paris:${compact(start)}`,
      `DTEND;TZID=Europe/Paris:${compact(start.add({ hours: 2 }))}`,
      `SUMMARY:Réunion ${n} du groupe de travail`,
      `DESCRIPTION:Ordre du jour et compte rendu.\\n\\nUn texte un peu plus long\\, avec une adresse https://pad.example/p/${n}`,
      `  et quelques mots de plus\\, pour dire ce qui sera décidé ce jour-là.`,
      `LOCATION:Salle ${n % 100}\\, 20 avenue de Ségur\\, 75007 Paris`,
      "CATEGORIES:communs,réunion",
      "STATUS:CONFIRMED",
      "END:VEVENT",
    ].join("\r\n")
  })
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nextcloud//EN", ...events, "END:VCALENDAR", ""].join("\r\n")
}
