import { verifyRequest } from "@fedify/fedify/sig"
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest"
import { digestOf, parseSynchronization } from "../../../federation/synchronization/header.ts"
import { ORIGIN, openSending, openSink, type Received, type Sending, type Sink } from "../delivery/support.ts"

let sending: Sending
let there: Sink

beforeAll(async () => {
  sending = await openSending(inject("postgres"))
})
afterAll(() => sending.close())
beforeEach(async () => {
  there = await openSink()
  return () => there.stop()
})

const actor = `${ORIGIN}/actors/agenda`
const PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
const toAll = (n: number) =>
  JSON.stringify({
    id: `${ORIGIN}/activities/${n}`,
    type: "Create",
    actor,
    to: [PUBLIC],
    cc: [`${actor}/followers`],
    object: "x",
  })

const sent = async (body: string): Promise<Received> => {
  await sending.publish("/events/1", { body })
  const sender = sending.sender()
  await sender.runOnce()
  await sender.settled()
  return there.received.at(-1)!
}

const headerOf = ({ headers }: Received) => headers["collection-synchronization"] as string | undefined

/** Who signed it, by Fedify. */
async function signer({ url, headers, body }: Received): Promise<string | null> {
  const request = new Request(`http://${headers.host}${url}`, {
    method: "POST",
    headers: headers as Record<string, string>,
    body,
  })
  const key = { id: `${actor}#main-key`, type: "CryptographicKey", owner: actor, publicKeyPem: sending.publicKeyPem }
  const context = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"]
  const document = { "@context": context, id: actor, type: "Group", publicKey: key }
  const documentLoader = async (documentUrl: string) => ({ contextUrl: null, documentUrl, document })
  return (await verifyRequest(request, { documentLoader }))?.ownerId?.href ?? null
}

describe("an activity to followers", () => {
  test("reports to a server which of its actors follow, signed", async () => {
    await sending.follow(there.host, "ana", true)
    await sending.follow(there.host, "bea", true)
    const other = await openSink()
    await sending.follow(other.host, "cyd")
    const request = await sent(toAll(1))
    expect(parseSynchronization(headerOf(request)!)).toEqual({
      collectionId: `${actor}/followers`,
      url: `${actor}/followers_synchronization`,
      digest: digestOf([`http://${there.host}/users/ana`, `http://${there.host}/users/bea`]),
    })
    expect(parseSynchronization(headerOf(other.received[0]!)!)!.digest).toBe(
      digestOf([`http://${other.host}/users/cyd`]),
    )
    expect(request.headers.signature).toContain(
      'headers="(request-target) host date digest content-type collection-synchronization"',
    )
    expect(await signer(request)).toBe(actor)
    const forged = {
      ...request,
      headers: {
        ...request.headers,
        "collection-synchronization": headerOf(request)!.replace(/digest="../, 'digest="00'),
      },
    }
    expect(await signer(forged)).toBeNull()
    other.stop()
  })

  test("is signed by RFC 9421 as well", async () => {
    there.stop()
    there = await openSink((request, response) =>
      response.writeHead(request.headers["signature-input"] ? 202 : 401).end(),
    )
    await sending.follow(there.host, "ana")
    const request = await sent(toAll(2))
    expect(request.headers["signature-input"]).toContain('"date" "collection-synchronization")')
    expect(headerOf(request)).toBeDefined()
    expect(await signer(request)).toBe(actor)
  })
})

test("an activity to one actor, or to a server with more followers than fit a list, has no such header", async () => {
  await sending.follow(there.host, "ana")
  const personal = JSON.stringify({
    id: `${ORIGIN}/activities/3`,
    type: "Accept",
    actor,
    to: [`http://${there.host}/users/ana`],
    cc: [],
    object: {},
  })
  expect(headerOf(await sent(personal))).toBeUndefined()
  await sending.db.updateTable("followerDigest").set({ followers: 10_001 }).where("host", "=", there.host).execute()
  const request = await sent(toAll(4))
  expect(JSON.parse(request.body).id).toBe(`${ORIGIN}/activities/4`)
  expect(headerOf(request)).toBeUndefined()
})
