import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { createFederation, type FederationParts } from "../../../federation/index.ts"
import { createKeyring } from "../../../federation/signatures/keyring.ts"
import { createOutgoing } from "../../../src/outgoing/index.ts"
import { openHost, type RemoteHost, type Someone } from "../../support/elsewhere.ts"
import { type InboxSite, openInboxSite } from "../inbox/site.ts"

let site: InboxSite
let host: RemoteHost
let ana: Someone
let count = 0
const outgoing = createOutgoing({ allowPrivateAddresses: true, userAgent: "Beffroi (tests)" })

beforeAll(async () => {
  ;[site, host] = await Promise.all([openInboxSite(), openHost()])
})
afterAll(async () => {
  await outgoing.close()
  await Promise.all([site.close(), host.close()])
})
beforeEach(() => {
  host.asked.length = 0
  ana = host.person(`/users/ana${++count}`, { name: "Ana" })
})
afterEach(() => {
  site.clock.now = () => new Date()
})

/** A second process on the same database. */
const otherProcess = (): FederationParts =>
  createFederation({ ...site, now: () => site.clock.now(), keyring: createKeyring("a secret of the tests"), outgoing })
const nameIn = async ({ directory }: FederationParts) => (await directory.find(ana.id)).actor?.name
const stored = async () => {
  const rows = await site.db.selectFrom("kv").select("key").where("key", "=", `actor-lookup ${ana.id}`).execute()
  return rows.length
}
const rename = (name: string) => {
  ana.document.name = name
  host.serve(ana.document)
}
const update = () => ({ id: `${ana.id}/update`, type: "Update", actor: ana.id, object: ana.document })
const remove = () => ({ id: `${ana.id}/delete`, type: "Delete", actor: ana.id, object: ana.id })

test("the inbox and the worker of one process share it: after an Update of an actor no copy of the old document stays", async () => {
  expect(await nameIn(site.federation)).toBe("Ana")
  rename("Ana B.")
  expect(await nameIn(site.federation)).toBe("Ana")
  await site.deliver(ana, update())
  expect(await stored()).toBe(0)
  expect(await nameIn(site.federation)).toBe("Ana B.")
  expect(host.asked.length).toBe(2)
})

test("after an actor's Delete of itself no copy stays", async () => {
  await site.deliver(ana, {
    id: `${ana.id}/like`,
    type: "Like",
    actor: ana.id,
    object: site.origin + (await site.event()),
  })
  await site.deliver(ana, {
    id: `${ana.id}/follow`,
    type: "Follow",
    actor: ana.id,
    object: `${site.origin}/actors/agenda`,
  })
  host.documents.set(new URL(ana.id).pathname, (_, response) => response.writeHead(410).end())
  await site.deliver(ana, remove())
  expect(await stored()).toBe(0)
  expect(await site.federation.directory.find(ana.id)).toEqual({
    actor: null,
    reason: expect.stringContaining("answers 410"),
    gone: true,
    temporary: false,
  })
})

test("another process holds its copy for a minute at most after an actor was forgotten", async () => {
  const start = Date.now()
  const at = (seconds: number) => {
    site.clock.now = () => new Date(start + seconds * 1000)
  }
  at(0)
  const other = otherProcess()
  expect([await nameIn(site.federation), await nameIn(other)]).toEqual(["Ana", "Ana"])
  expect(host.asked.length).toBe(1)
  rename("Ana B.")
  at(1)
  await site.federation.directory.forget(ana.id)
  at(59)
  expect(await nameIn(other)).toBe("Ana")
  at(61)
  expect(await nameIn(other)).toBe("Ana B.")
  expect(await nameIn(site.federation)).toBe("Ana B.")
  expect(host.asked.length).toBe(2)
})

test("an answer that was under way when an actor was forgotten is not stored", async () => {
  const gate = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const text = JSON.stringify(ana.document)
  host.documents.set(new URL(ana.id).pathname, async (_, response) => {
    asked.resolve()
    await gate.promise
    response.writeHead(200, { "content-type": "application/activity+json" }).end(text)
  })
  const before = nameIn(site.federation)
  await asked.promise
  await site.federation.directory.forget(ana.id)
  rename("Ana B.")
  gate.resolve()
  expect(await before).toBe("Ana")
  expect(await stored()).toBe(0)
  expect(await nameIn(site.federation)).toBe("Ana B.")
})

test("who is asked for several times at once is asked once", async () => {
  const names = await Promise.all([1, 2, 3].map(() => nameIn(site.federation)))
  expect(names).toEqual(["Ana", "Ana", "Ana"])
  expect(host.asked.length).toBe(1)
})
