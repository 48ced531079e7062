import { afterAll, beforeAll, expect, test } from "vitest"
import { openHost, type RemoteHost } from "../../support/elsewhere.ts"
import { makeKey } from "../../support/signing.ts"
import { type InboxSite, openInboxSite } from "../inbox/site.ts"

let site: InboxSite
let host: RemoteHost
beforeAll(async () => {
  ;[site, host] = await Promise.all([openInboxSite(), openHost()])
})
afterAll(async () => {
  await site.close()
  await host.close()
})

const gone = async () => {
  const row = await site.db.selectFrom("host").select("goneAt").where("name", "=", host.host).executeTakeFirstOrThrow()
  return row.goneAt !== null
}

test("any signed activity of a gone host resumes deliveries to it, a forged one does not", async () => {
  const ana = host.person("/users/ana")
  const past = new Date(Date.now() - 30 * 86_400_000)
  const failing = { failures: 9, failingSince: past, pausedUntil: new Date(Date.now() + 86_400_000), goneAt: past }
  await site.db
    .insertInto("host")
    .values({ name: host.host, ...failing })
    .execute()
  const activity = (n: number) => ({
    id: `${ana.id}/views/${n}`,
    type: "View",
    actor: ana.id,
    object: "https://x.example/",
  })

  const forged = { ...ana, key: { ...makeKey(ana.key.id) } }
  expect((await site.post(forged, activity(1))).status).toBe(401)
  expect(await gone()).toBe(true)

  // something that means nothing here is still a sign of life
  expect((await site.post(ana, activity(2))).status).toBe(202)
  expect(await gone()).toBe(false)
})
