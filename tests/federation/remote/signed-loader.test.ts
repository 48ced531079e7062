import { verify } from "node:crypto"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openHost, type RemoteHost } from "../../support/elsewhere.ts"
import { type InboxSite, openInboxSite } from "../inbox/site.ts"

let site: InboxSite
let host: RemoteHost
beforeAll(async () => {
  ;[site, host] = await Promise.all([openInboxSite(), openHost()])
})
afterAll(async () => {
  await Promise.all([site.close(), host.close()])
})

test("a GET is signed by the instance actor after a 401, and not otherwise", async () => {
  const { load } = site.federation
  const { body } = await site.db
    .selectFrom("object")
    .select("body")
    .where("path", "=", "/actors/instance")
    .executeTakeFirstOrThrow()
  const { publicKey } = JSON.parse(body)
  const seen: (string | undefined)[] = []
  const document = { id: `${host.origin}/secret?x=1`, type: "Note" }
  host.documents.set("/secret?x=1", (request, response) => {
    seen.push(request.headers.signature as string | undefined)
    const signature = /signature="([^"]*)"$/.exec(String(request.headers.signature))?.[1] ?? ""
    const text = `(request-target): get /secret?x=1\nhost: ${host.host}\ndate: ${request.headers.date}`
    const isValid = verify("RSA-SHA256", Buffer.from(text), publicKey.publicKeyPem, Buffer.from(signature, "base64"))
    if (!isValid) return response.writeHead(401, { "content-type": "application/json" }).end("{}")
    response.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(document))
  })
  expect((await load(document.id)).document).toEqual(document)
  expect(seen).toEqual([undefined, expect.stringContaining(`keyId="${site.origin}/actors/instance#main-key"`)])
  host.documents.set("/gone", (request, response) => {
    seen.push(request.headers.signature as string | undefined)
    response.writeHead(410).end()
  })
  await expect(load(`${host.origin}/gone`)).rejects.toMatchObject({ status: 410 })
  expect(seen.slice(2)).toEqual([undefined])
})
