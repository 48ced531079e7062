import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { changeEverything } from "./support/changes.ts"
import { folder } from "./support/folder.ts"
import { describeProgram, PYTHON, python, run } from "./support/program.ts"
import { CALENDARS, onClock, openSite, type TestSite } from "./support/site.ts"

let site: TestSite
const place = folder()
beforeAll(async () => {
  site = await openSite(inject("postgres"))
})
afterAll(async () => {
  await site?.close()
  place.remove()
})

/** Its own file of appointments, in the words of the page: whole days and hours, on the clock of the computer. */
function appointments(data: string): string[] {
  const lines = readFileSync(join(data, "apts"), "utf8").split("\n").filter(Boolean)
  return lines
    .map(line => {
      const [, month, day, year, time, title] =
        /^(\d\d)\/(\d\d)\/(\d{4}) (?:@ (\d\d:\d\d)|\[1\]).*?>[0-9a-f]{40} \|?(.*)$/.exec(line) ?? []
      return `${year}-${month}-${day}${time ? `T${time}` : ""} ${title}`
    })
    .sort()
}

function emptied(name: string): string {
  const data = join(place.path, name)
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data)
  return data
}

describeProgram({ name: "calcurse", install: "calcurse", probe: ["calcurse", "--version"] }, () => {
  describe.each(["Europe/Paris", "Indian/Reunion", "Pacific/Noumea"])("on a computer in %s", timeZone => {
    test.each(CALENDARS)("imports @%s whole, at the same hours as the page", async handle => {
      const data = emptied("feed")
      const file = join(data, "feed.ics")
      writeFileSync(file, await (await fetch(`${site.origin}/@${handle}.ics?from=2018-01-01`)).text())
      const shown = await site.shown({ calendar: handle })
      const output = run(["calcurse", "-D", data, "-C", data, "-i", file], { env: { TZ: timeZone } })
      expect(output).toMatch(/ 0 todos \/ 0 skipped/)
      expect(appointments(data)).toEqual(shown.map(one => onClock(one, timeZone)).sort())
    })
  })
})

const CALDAV = {
  name: "calcurse-caldav",
  install: "calcurse python3-httplib2",
  probe: ["sh", "-c", `command -v calcurse-caldav && ${python("httplib2").slice(0, 2).join(" ")} 'import httplib2'`],
}

describeProgram(CALDAV, () => {
  const timeZone = "Indian/Reunion"
  const data = () => join(place.path, "dav")
  const sync = (...words: string[]) => {
    const config = join(place.path, "caldav.conf")
    writeFileSync(config, configOf(site.origin))
    const program = run(["sh", "-c", "command -v calcurse-caldav"]).trim()
    const folders = ["--config", config, "--datadir", data(), "--syncdb", join(data(), "sync.db")]
    // it is a Python program that names no Python
    return run([PYTHON, program, ...folders, ...words], { env: { TZ: timeZone } })
  }
  const page = async () =>
    (await site.shown({ calendar: "heures" }, { sessions: true })).map(one => onClock(one, timeZone)).sort()

  test("gets what the page shows; then nothing; then what changed", async () => {
    emptied("dav")
    const first = await page()
    expect(sync("--init=keep-remote")).toContain(`${first.length} items imported, 0 items removed locally.`)
    expect(appointments(data())).toEqual(first)
    expect(sync()).toContain("0 items imported, 0 items removed locally.")
    const { remaining } = await changeEverything(site)
    const sessions = 3
    const created = 1
    expect(sync()).toContain(`${remaining.length + sessions + created} items imported, 1 items removed locally.`)
    expect(appointments(data())).toEqual(await page())
    const last = sync()
    expect(last).toContain("0 items imported, 0 items removed locally.")
    expect(last).toContain("0 items exported, 0 items removed from the server.")
  })
})

const configOf = (origin: string) => `
[General]
Binary = calcurse
Hostname = ${new URL(origin).host}
Path = /dav/calendars/heures/
HTTPS = No
InsecureSSL = Yes
DryRun = No
Verbose = No
AuthMethod = basic
[Auth]
Username =
Password =
`
