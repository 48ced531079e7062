import { createHash, createPrivateKey, type KeyObject, sign } from "node:crypto"
import { Agent, request } from "undici"
import { answerCalls } from "../support/child.ts"
import { inboxOf, lookup } from "../support/hosts.ts"

/** The least that a delivery can cost: one RSA signature and one request of undici, in a loop, with nothing written down. */
export interface FloorRun {
  privateKey: string
  body: string
  deliveries: number
  /** hosts of their own; 1: connections are kept alive */
  hosts: number
  /** number of the first host */
  from: number
  port: number
  concurrency: number
  /** where signatures are made: here, or on libuv's threads */
  signing: "here" | "threads"
}

async function run({ privateKey, body, deliveries, hosts, from, port, concurrency, signing }: FloorRun): Promise<void> {
  const key = createPrivateKey(privateKey)
  const bytes = Buffer.from(body)
  const digest = `SHA-256=${createHash("sha256").update(bytes).digest("base64")}`
  const dispatcher = new Agent({ connect: { lookup }, keepAliveTimeout: 4_000 } as Agent.Options)
  const make = signing === "here" ? signHere : signOnThreads
  let next = 0
  const loop = async () => {
    while (next < deliveries) {
      const n = next++
      const url = new URL(hosts === 1 ? `${inboxOf(from, port)}/${n}` : inboxOf(from + (n % hosts), port))
      const date = new Date().toUTCString()
      const text = `(request-target): post ${url.pathname}\nhost: ${url.host}\ndate: ${date}\ndigest: ${digest}`
      const signature = await make(key, Buffer.from(text))
      const headers = {
        date,
        digest,
        "content-type": "application/activity+json",
        signature: `keyId="https://agenda.example/actors/floor#main-key",algorithm="rsa-sha256",headers="(request-target) host date digest",signature="${signature}"`,
      }
      const answer = await request(url, { method: "POST", headers, body: bytes, dispatcher })
      await answer.body.dump()
      if (answer.statusCode !== 202) throw new Error(`the sink answered ${answer.statusCode}`)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, loop))
  await dispatcher.destroy()
}

const signHere = async (key: KeyObject, text: Buffer): Promise<string> =>
  sign("RSA-SHA256", text, key).toString("base64")

const signOnThreads = (key: KeyObject, text: Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    sign("RSA-SHA256", text, key, (error, signature) => (error ? reject(error) : resolve(signature.toString("base64"))))
  })

const calls = { run }
export type FloorCalls = typeof calls
answerCalls(calls)
