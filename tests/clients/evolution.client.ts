import { chmodSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { deleteEvent } from "../../src/actions/events/delete.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { changeEverything } from "./support/changes.ts"
import { folder } from "./support/folder.ts"
import { type Conversation, converse, describeProgram, PYTHON, programFile } from "./support/program.ts"
import { asShown, CALENDARS, openSite, type Shown, type TestSite } from "./support/site.ts"

const EVOLUTION = {
  name: "Evolution",
  install: "evolution-data-server gir1.2-ecal-2.0 gir1.2-edataserver-1.2 python3-gi dbus",
  probe: [
    "dbus-run-session",
    "--",
    PYTHON,
    "-c",
    "import gi; gi.require_version('ECal', '2.0'); gi.require_version('EDataServer', '1.2'); from gi.repository import ECal, EDataServer",
  ],
}

const YEAR = new Date().getUTCFullYear() + 1

describeProgram(EVOLUTION, () => {
  let server: TestSite
  const place = folder()
  const open: Conversation[] = []
  beforeAll(async () => {
    server = await openSite(inject("postgres"))
  })
  afterAll(async () => {
    for (const conversation of open) await conversation.end()
    await server?.close()
    place.remove()
  })

  /** Evolution's services of a user who has nothing yet. */
  function evolution(backend: "caldav" | "webcal", path: string): Conversation {
    const home = join(place.path, `${open.length}`)
    const runtime = join(home, "run")
    mkdirSync(runtime, { recursive: true })
    chmodSync(runtime, 0o700)
    const conversation = converse(
      ["dbus-run-session", "--", PYTHON, programFile("evolution.py"), backend, server.origin + path],
      { HOME: home, XDG_RUNTIME_DIR: runtime, XDG_CONFIG_HOME: "", XDG_DATA_HOME: "", XDG_CACHE_HOME: "" },
    )
    open.push(conversation)
    return conversation
  }

  /** It fetches behind the scenes: what it shows once that is what is expected, or after ten seconds. */
  async function settled(conversation: Conversation, expected: Shown[]): Promise<Shown[]> {
    for (let tries = 0; ; tries++) {
      const shown = asShown(await conversation.tell("list"))
      if (tries === 50 || JSON.stringify(shown) === JSON.stringify(expected)) return shown
      await new Promise(resolve => setTimeout(resolve, 200))
    }
  }

  // of what has no events, nothing is shown before it is read, too: that it is read is proved below
  describe.each(CALENDARS.filter(handle => handle !== "entretiens"))("shows @%s as its page does", handle => {
    test("over CalDAV, as a calendar that can only be read", async () => {
      const conversation = evolution("caldav", `/dav/calendars/${handle}/`)
      const expected = await server.shown({ calendar: handle }, { sessions: true })
      expect(expected).not.toEqual([])
      expect(await settled(conversation, expected)).toEqual(expected)
      expect(await conversation.tell("readonly")).toBe(true)
    })

    test("as a feed", async () => {
      const conversation = evolution("webcal", `/@${handle}.ics`)
      const near = { from: new Date(Date.now() - 30 * 86_400_000) }
      const expected = await server.shown({ calendar: handle, ...near })
      expect(expected).not.toEqual([])
      expect(await settled(conversation, expected)).toEqual(expected)
    })
  })

  /** Publishes and deletes on a calendar of its own, with what Evolution shows after each. */
  async function onACalendarAlone(backend: "caldav" | "webcal", handle: string) {
    await server.addCalendar(handle, "Un seul rendez-vous")
    const conversation = evolution(backend, backend === "caldav" ? `/dav/calendars/${handle}/` : `/@${handle}.ics`)
    return {
      publish: (title: string) => server.publish({ calendar: handle, title, start: `${YEAR}-09-01T09:00` }),
      remove: ({ id }: { id: string }) => deleteEvent(server.db, server.site, OPERATOR, id),
      async shows() {
        await conversation.tell("refresh")
        const expected = await server.shown({ calendar: handle })
        expect(await settled(conversation, expected)).toEqual(expected)
        return expected.map(({ title }) => title).sort()
      },
    }
  }

  test("over CalDAV: what loses its only event is shown empty, then what comes", async () => {
    const { publish, remove, shows } = await onACalendarAlone("caldav", "seule")
    const only = await publish("Seule")
    expect(await shows()).toEqual(["Seule"])
    await remove(only)
    expect(await shows()).toEqual([])
    await publish("Suivante")
    expect(await shows()).toEqual(["Suivante"])
  })

  // of a feed that empties, Evolution 3.46 keeps the last event, whatever the feed says
  test("as a feed: what loses an event loses it there, what comes is shown", async () => {
    const { publish, remove, shows } = await onACalendarAlone("webcal", "duo")
    const first = await publish("Première")
    await publish("Seconde")
    expect(await shows()).toEqual(["Première", "Seconde"])
    await remove(first)
    expect(await shows()).toEqual(["Seconde"])
    await publish("Suivante")
    expect(await shows()).toEqual(["Seconde", "Suivante"])
  })

  test("takes over what was edited, moved, cancelled, deleted and made", async () => {
    const conversation = evolution("caldav", "/dav/calendars/heures/")
    const before = await server.shown({ calendar: "heures" }, { sessions: true })
    expect(await settled(conversation, before)).toEqual(before)
    await changeEverything(server)
    const after = await server.shown({ calendar: "heures" }, { sessions: true })
    expect(after).not.toEqual(before)
    await conversation.tell("refresh")
    expect(await settled(conversation, after)).toEqual(after)
  })
})
