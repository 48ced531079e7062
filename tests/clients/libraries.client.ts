import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { CLIENTS } from "../feeds/clients.ts"
import { asShown, CALENDARS, openSite, type TestSite } from "./support/site.ts"

let site: TestSite
beforeAll(async () => {
  site = await openSite(inject("postgres"))
})
afterAll(() => site?.close())

/** From before the first event of the example; as far as the feed goes. */
const FROM = "2018-01-01"

for (const client of CLIENTS) {
  const absent = `${client.name}: SKIPPED, not on this machine (apt-get install ${client.install})`
  if (!client.present) console.warn(absent)
  describe.skipIf(!client.present)(client.present ? client.name : absent, () => {
    test.each(CALENDARS)("shows of @%s what its page shows, at the same hours", async handle => {
      const feed = await fetch(`${site.origin}/@${handle}.ics?from=${FROM}`)
      const seen = client.read(await feed.text())
      expect(seen.problems).toEqual([])
      const shown = await site.shown({ calendar: handle })
      expect(asShown(seen.events)).toEqual(shown)
      expect(shown.length > 0).toBe(handle !== "entretiens")
    })

    test("shows an event with its sessions", async () => {
      const seen = client.read(await (await fetch(`${site.origin}/e/rencontre.ics`)).text())
      const all = await site.shown({ calendar: "heures" }, { sessions: true })
      const own = all.filter(({ title }) => /^Rencontre$|^Salle /.test(title))
      expect(own).toHaveLength(4)
      expect(asShown(seen.events)).toEqual(own)
    })
  })
}
