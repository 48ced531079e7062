import { createPrivateKey, createPublicKey } from "node:crypto"
import dns from "node:dns"
import { createFederation, InProcessMessageQueue, MemoryKvStore } from "@fedify/fedify"
import { Activity, Application, PUBLIC_COLLECTION } from "@fedify/fedify/vocab"
import { answerCalls } from "../support/child.ts"
import { hostName, inboxOf, lookup } from "../support/hosts.ts"

/** Fedify with its defaults: `sendActivity` over the queue of its own process, the same activity and the same RSA key. */
export interface FedifyRun {
  privateKey: string
  /** an activity of ours */
  body: string
  deliveries: number
  /** number of the first host */
  from: number
  port: number
}

// Fedify takes no resolver: names of this world are answered here, for nothing, as they are for us
dns.lookup = lookup as unknown as typeof dns.lookup

const RSA = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }
const stopped = new AbortController()

async function run({ privateKey: pem, body, deliveries, from, port }: FedifyRun): Promise<void> {
  const key = createPrivateKey(pem)
  const pkcs8 = key.export({ type: "pkcs8", format: "der" })
  const spki = createPublicKey(key).export({ type: "spki", format: "der" })
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, RSA, true, ["sign"])
  const publicKey = await crypto.subtle.importKey("spki", spki, RSA, true, ["verify"])

  const federation = createFederation<void>({
    kv: new MemoryKvStore(),
    queue: new InProcessMessageQueue(),
    manuallyStartQueue: true,
    allowPrivateAddress: true,
  })
  federation
    .setActorDispatcher("/users/{identifier}", (context, identifier) => {
      return new Application({ id: context.getActorUri(identifier), inbox: context.getInboxUri(identifier) })
    })
    .setKeyPairsDispatcher(() => [{ privateKey, publicKey }])
  federation.setInboxListeners("/users/{identifier}/inbox", "/inbox")

  const context = federation.createContext(new URL("https://agenda.example"), undefined)
  const sent = await Activity.fromJsonLd(JSON.parse(body), context)
  const activity = sent.clone({ actor: context.getActorUri("fedify"), tos: [PUBLIC_COLLECTION] })
  const recipients = Array.from({ length: deliveries }, (_, i) => ({
    id: new URL(`http://${hostName(from + i)}:${port}/users/lea`),
    inboxId: new URL(inboxOf(from + i, port)),
  }))
  void federation.startQueue(undefined, { signal: stopped.signal })
  await context.sendActivity({ identifier: "fedify" }, recipients, activity)
}

const calls = { run }
export type FedifySenderCalls = typeof calls
answerCalls(calls, () => stopped.abort())
