import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, inject, test } from "vitest"
import { readEvent } from "../../src/store/events.ts"
import { CLIENTS } from "../feeds/clients.ts"
import { eventually, freePort } from "../support/beffroi.ts"
import { folder } from "./support/folder.ts"
import { describeProgram } from "./support/program.ts"
import { asShown, CALENDARS, openSite, type TestSite } from "./support/site.ts"

const icalendar = CLIENTS[0]!

describeProgram({ name: "Radicale", install: "radicale python3-icalendar", probe: ["radicale", "--version"] }, () => {
  const place = folder()
  let site: TestSite
  let radicale: ChildProcess
  let origin: string

  beforeAll(async () => {
    site = await openSite(inject("postgres"))
    const port = await freePort()
    origin = `http://127.0.0.1:${port}`
    const storage = join(place.path, "storage")
    mkdirSync(storage)
    const config = join(place.path, "config")
    writeFileSync(
      config,
      `[server]\nhosts = 127.0.0.1:${port}\n[auth]\ntype = none\n[storage]\nfilesystem_folder = ${storage}\n`,
    )
    radicale = spawn("radicale", ["-C", config], { stdio: "ignore" })
    await eventually(() => fetch(origin).catch(() => null), 15_000)
  })
  afterAll(async () => {
    if (radicale && radicale.exitCode === null) {
      const gone = once(radicale, "exit")
      radicale.kill()
      await gone
    }
    await site?.close()
    place.remove()
  })

  const headers = { Authorization: `Basic ${btoa("someone:")}`, "Content-Type": "text/calendar; charset=utf-8" }

  test.each(CALENDARS)("keeps the feed of @%s as a calendar of its own and gives it back", async handle => {
    const feed = await (await fetch(`${site.origin}/@${handle}.ics?from=2018-01-01`)).text()
    const address = `${origin}/someone/${handle}/`
    const put = await fetch(address, { method: "PUT", headers, body: feed })
    expect([put.status, await put.text()]).toEqual([201, ""])
    const given = icalendar.read(await (await fetch(address, { headers })).text())
    expect(given.problems).toEqual([])
    expect(asShown(given.events)).toEqual(await site.shown({ calendar: handle }))
    expect(given.events.map(event => event.description).sort()).toEqual(
      icalendar
        .read(feed)
        .events.map(event => event.description)
        .sort(),
    )
  })

  test("takes an entry of CalDAV as it comes", async () => {
    const { id } = (await readEvent(site.db, { slug: "rencontre" }))!
    const entry = await (await fetch(`${site.origin}/dav/calendars/heures/${id}.ics`)).text()
    expect((await fetch(`${origin}/someone/entrees/`, { method: "MKCALENDAR", headers })).status).toBe(201)
    const address = `${origin}/someone/entrees/${id}.ics`
    const put = await fetch(address, { method: "PUT", headers, body: entry })
    expect(put.status).toBe(201)
    const given = icalendar.read(await (await fetch(address, { headers })).text())
    expect(given.events).toEqual(icalendar.read(entry).events)
  })
})
