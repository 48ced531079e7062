import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { CLIENTS } from "../feeds/clients.ts"
import { changeEverything } from "./support/changes.ts"
import { folder } from "./support/folder.ts"
import { describeProgram, run } from "./support/program.ts"
import { asShown, CALENDARS, onClock, openSite, type Shown, type TestSite } from "./support/site.ts"

const icalendar = CLIENTS[0]!

describeProgram(
  { name: "vdirsyncer and khal", install: "vdirsyncer khal python3-icalendar", probe: ["khal", "--version"] },
  () => {
    const place = folder()
    const at = (...words: string[]) => join(place.path, ...words)
    let site: TestSite

    beforeAll(async () => {
      site = await openSite(inject("postgres"))
      writeFileSync(at("config"), configOf(site.origin, place.path))
      // it asks whether to create each folder
      run(["vdirsyncer", "-c", at("config"), "discover"], { input: "y\n".repeat(CALENDARS.length + 1) })
    })
    afterAll(async () => {
      await site?.close()
      place.remove()
    })

    const sync = () =>
      run(["vdirsyncer", "-c", at("config"), "sync"])
        .split("\n")
        .filter(line => line !== "" && !line.startsWith("Syncing "))
        .sort()

    /** What lies in a folder, read by another program. */
    const stored = (...words: string[]): Shown[] =>
      asShown(
        readdirSync(at(...words))
          .filter(name => name.endsWith(".ics"))
          .flatMap(name => icalendar.read(readFileSync(at(...words, name), "utf8")).events),
      )
    const withoutUid = (shown: Shown[]) =>
      shown.map(({ title, start, startInstant }) => `${start} ${startInstant} ${title}`).sort()

    const khal = (handle: string, timeZone: string) => {
      writeFileSync(at("khal"), khalConfigOf(at("dav", handle), at(`${handle}.db`), timeZone))
      const format = "{start-long} {title}"
      const command = ["khal", "-c", at("khal"), "list", "--notstarted", "--day-format", "", "--format", format]
      // an event of several days is listed once for each
      return [
        ...new Set(
          run([...command, "2018-01-01", "5000d"])
            .split("\n")
            .filter(Boolean),
        ),
      ].sort()
    }

    test("finds the calendars from the address of the site alone, with their names and colours", () => {
      expect(readdirSync(at("dav")).sort()).toEqual([...CALENDARS].sort())
      expect(run(["vdirsyncer", "-c", at("config"), "metasync"])).toContain("Copying displayname to dav_local/heures")
      expect(readFileSync(at("dav", "heures", "displayname"), "utf8").trim()).toBe("Heures, « été » ; hiver")
      expect(readFileSync(at("dav", "heures", "color"), "utf8").trim()).toBe("#0b5b53")
      expect(run(["vdirsyncer", "-c", at("config"), "metasync"])).not.toContain("Copying")
    })

    test("gets what the pages show; a second time nothing", async () => {
      const lines = sync()
      for (const handle of CALENDARS) {
        const shown = await site.shown({ calendar: handle }, { sessions: true })
        expect(stored("dav", handle)).toEqual(shown)
        expect(lines.filter(line => line.endsWith(`dav_local/${handle}`))).toHaveLength(shown.length)
      }
      // of a feed it gives each event a UID of its own
      expect(withoutUid(stored("feed"))).toEqual(withoutUid(await site.shown({ calendar: "heures" })))
      expect(sync()).toEqual([])
    })

    describe.each(["Europe/Paris", "Indian/Reunion", "Pacific/Noumea"])("khal on a computer in %s", timeZone => {
      test.each(CALENDARS)("shows @%s at the same hours as the page", async handle => {
        const shown = await site.shown({ calendar: handle }, { sessions: true })
        expect(khal(handle, timeZone)).toEqual(shown.map(one => onClock(one, timeZone)).sort())
      })
    })

    test("takes exactly what was edited, moved, cancelled, deleted and made, then nothing", async () => {
      const { remaining: edited, deleted } = await changeEverything(site)
      const shown = await site.shown({ calendar: "heures" }, { sessions: true })
      const created = shown.find(({ title }) => title === "Nouvelle")!.uid
      const sessions = shown.filter(({ title }) => /Salle/.test(title)).map(({ uid }) => uid)
      const lines = sync().filter(line => line.endsWith("dav_local/heures"))
      // the sessions of a cancelled event are cancelled with it
      const updated = [...edited, ...sessions].map(uid => `Copying (updating) item ${uid} to dav_local/heures`)
      const made = `Copying (uploading) item ${created} to dav_local/heures`
      expect(lines).toEqual([...updated, made, `Deleting item ${deleted} from dav_local/heures`].sort())
      expect(stored("dav", "heures")).toEqual(shown)
      expect(withoutUid(stored("feed"))).toEqual(withoutUid(await site.shown({ calendar: "heures" })))
      expect(sync()).toEqual([])
    })
  },
)

const configOf = (origin: string, path: string) => `
[general]
status_path = "${path}/status/"

[pair feed]
a = "feed_remote"
b = "feed_local"
collections = null
conflict_resolution = "a wins"

[storage feed_remote]
type = "http"
url = "${origin}/@heures.ics"

[storage feed_local]
type = "filesystem"
path = "${path}/feed/"
fileext = ".ics"

[pair dav]
a = "dav_remote"
b = "dav_local"
collections = ["from a"]
metadata = ["displayname", "color"]
conflict_resolution = "a wins"

[storage dav_remote]
type = "caldav"
url = "${origin}/"
read_only = true

[storage dav_local]
type = "filesystem"
path = "${path}/dav/"
fileext = ".ics"
`

const khalConfigOf = (path: string, database: string, timeZone: string) => `
[calendars]
[[calendar]]
path = ${path}
readonly = True
[sqlite]
path = ${database}
[locale]
local_timezone = ${timeZone}
default_timezone = ${timeZone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
`
