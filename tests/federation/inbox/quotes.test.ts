import { afterAll, beforeAll, expect, test } from "vitest"
import type { JsonObject } from "../../../src/domain/json.ts"
import { readObject } from "../../../src/store/objects.ts"
import { openHost, type RemoteHost } from "../../support/elsewhere.ts"
import { type InboxSite, openInboxSite } from "./site.ts"

let site: InboxSite
let host: RemoteHost
beforeAll(async () => {
  ;[site, host] = await Promise.all([openInboxSite(), openHost()])
})
afterAll(async () => {
  await site.close()
  await host.close()
})

const answers = async (): Promise<JsonObject[]> => {
  const rows = await site.db.selectFrom("outbox").select("body").where("type", "=", "Accept").orderBy("seq").execute()
  return rows.map(row => JSON.parse(row.body!) as JsonObject)
}

test("a request to quote is accepted with an authorization that can be fetched, the same one each time", async () => {
  const ana = host.person("/users/ana")
  const path = await site.event()
  const object = site.origin + path
  const instrument = `${ana.id}/notes/1`
  const request = (n: number): JsonObject => ({
    id: `${ana.id}/quotes/${n}`,
    type: "QuoteRequest",
    actor: ana.id,
    object,
    instrument,
  })
  await site.deliver(ana, request(1))
  await site.deliver(ana, request(2))
  const [first, second] = await answers()
  expect(first).toMatchObject({
    actor: `${site.origin}/actors/agenda`,
    to: [ana.id],
    object: { id: `${ana.id}/quotes/1`, type: "QuoteRequest", actor: ana.id, object, instrument },
  })
  const result = first!.result as string
  expect(second!.result).toBe(result)
  const stored = await readObject(site.db, result.slice(site.origin.length))
  expect(JSON.parse(stored!.body)).toMatchObject({
    id: result,
    type: "QuoteAuthorization",
    attributedTo: `${site.origin}/actors/agenda`,
    interactingObject: instrument,
    interactionTarget: object,
  })
})

test("a request for another actor's post, or to quote a post that is not ours or was deleted, is ignored", async () => {
  const bea = host.person("/users/bea")
  const path = await site.event()
  const before = (await answers()).length
  const request = (id: string, more: JsonObject): JsonObject => ({
    id: `${bea.id}/quotes/${id}`,
    type: "QuoteRequest",
    actor: bea.id,
    object: site.origin + path,
    instrument: `${bea.id}/notes/1`,
    ...more,
  })
  await site.deliver(bea, request("a", { instrument: "https://elsewhere.example/notes/1" }))
  await site.deliver(bea, request("b", { object: "https://elsewhere.example/notes/2" }))
  await site.deliver(bea, request("c", { object: `${site.origin}/events/00000000-0000-4000-8000-000000000000` }))
  await site.deliver(bea, request("d", { object: `${site.origin}/actors/agenda` }))
  await site.db.updateTable("object").set({ gone: true }).where("path", "=", path).execute()
  await site.deliver(bea, request("e", {}))
  expect(await answers()).toHaveLength(before)
})
