import dns from "node:dns"
import { createFederation, generateCryptoKeyPair, MemoryKvStore } from "@fedify/fedify"
import { Application, Create, Follow, Like } from "@fedify/fedify/vocab"
import { serveOn } from "../support/answering.ts"
import { answerCalls } from "../support/child.ts"
import { lookup } from "../support/hosts.ts"

/** The peer of what is received: Fedify's inbox as it comes, keys kept in memory, listeners that do nothing. */
dns.lookup = lookup as unknown as typeof dns.lookup

let heard = 0

async function start({ port }: { port: number }): Promise<void> {
  const federation = createFederation<void>({ kv: new MemoryKvStore(), allowPrivateAddress: true })
  const keys = await generateCryptoKeyPair("Ed25519")
  federation
    .setActorDispatcher("/actors/{identifier}", (context, identifier) => {
      return new Application({ id: context.getActorUri(identifier), inbox: context.getInboxUri(identifier) })
    })
    .setKeyPairsDispatcher(() => [keys])
  const hear = () => {
    heard++
  }
  federation.setInboxListeners("/actors/{identifier}/inbox", "/inbox").on(Create, hear).on(Like, hear).on(Follow, hear)
  await serveOn(port, request => federation.fetch(request, { contextData: undefined }))
}

const calls = { start, heard: () => heard }
export type FedifyInboxCalls = typeof calls
answerCalls(calls)
