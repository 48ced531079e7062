import { afterAll, beforeAll, expect, inject, test } from "vitest"
import { CLIENTS } from "../feeds/clients.ts"
import { changeEverything } from "./support/changes.ts"
import { type Conversation, converse, describeProgram, PYTHON, programFile, python } from "./support/program.ts"
import { asShown, CALENDARS, openSite, type TestSite } from "./support/site.ts"

const icalendar = CLIENTS[0]!

describeProgram(
  { name: "caldav (Python), of Home Assistant", install: "python3-caldav python3-icalendar", probe: python("caldav") },
  () => {
    let site: TestSite
    let caldav: Conversation
    beforeAll(async () => {
      site = await openSite(inject("postgres"))
      caldav = converse([PYTHON, programFile("caldav_library.py"), `${site.origin}/dav/`])
    })
    afterAll(async () => {
      await caldav?.end()
      await site?.close()
    })

    test("finds the calendars by the principal", async () => {
      expect(await caldav.tell("calendars")).toEqual({
        agenda: "Agenda des communs numériques",
        evenements: "Numérique en Commun[s]",
        entretiens: "Paroles de communs",
        heures: "Heures, « été » ; hiver",
      })
    })

    test.each(CALENDARS)("reads @%s as its page shows it", async handle => {
      const files: string[] = await caldav.tell(`events ${handle}`)
      const seen = files.flatMap(file => icalendar.read(file).events)
      expect(asShown(seen)).toEqual(await site.shown({ calendar: handle }, { sessions: true }))
    })

    test("finds one by its UID", async () => {
      const [first] = await site.shown({ calendar: "heures" })
      expect(await caldav.tell(`uid heures ${first!.uid}`)).toBe(first!.uid)
    })

    test("syncs exactly what was edited, moved, cancelled, deleted and made, then nothing", async () => {
      const all = await site.shown({ calendar: "heures" }, { sessions: true })
      expect(await caldav.tell("follow heures")).toEqual(all.map(({ uid }) => uid))
      const { remaining, deletedId: deleted } = await changeEverything(site)
      const after = await site.shown({ calendar: "heures" }, { sessions: true })
      const others = after.filter(({ title }) => /Salle|Nouvelle/.test(title)).map(({ uid }) => uid)
      expect(await caldav.tell("sync heures")).toEqual({
        changed: [...remaining, ...others].sort(),
        deleted: [`/dav/calendars/heures/${deleted}.ics`],
      })
      expect(await caldav.tell("sync heures")).toEqual({ changed: [], deleted: [] })
    })
  },
)
