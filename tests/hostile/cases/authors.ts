import { generateKeyPairSync } from "node:crypto"
import type { Someone } from "../../support/elsewhere.ts"
import { makeKey, type TestKey } from "../../support/signing.ts"
import { withProof } from "../../support/wire-activities.ts"
import type { Case } from "../case.ts"
import { like } from "./signatures.ts"

/** Who speaks in another's name. */
const AS2 = "https://www.w3.org/ns/activitystreams"

const ownKeys = new Map<string, TestKey>()
/** A key that nobody else has. */
const keyOf = (id: string): TestKey => {
  const key = ownKeys.get("eve") ?? makeKey("")
  ownKeys.set("eve", key)
  return { ...key, id }
}

/** Signed with a key of their own, under any key id. */
const as = (who: Someone, keyId: string): Someone => ({ ...who, key: keyOf(keyId) })

const refused = (name: string, says: RegExp, attack: Case["attack"], status = 401): Case => ({
  name,
  status,
  says,
  attack,
})

export const authors: Case[] = [
  refused("a forged owner: the attacker's key says that it is Ana's", /not on the host of/, async arena => {
    const eve = arena.attacker()
    arena.evil.serve({
      "@context": AS2,
      id: `${eve.id}/key`,
      type: "Key",
      owner: arena.ana.id,
      publicKeyPem: keyOf("").publicKeyPem,
    })
    return arena.post(as(arena.ana, `${eve.id}/key`), like(arena, arena.ana))
  }),
  refused("a key uploaded to Ana's host that she does not list", /does not list the key/, arena => {
    const id = `${arena.host.origin}/media/${arena.next()}.json`
    arena.host.serve({ "@context": AS2, id, type: "Key", owner: arena.ana.id, publicKeyPem: keyOf("").publicKeyPem })
    return arena.post(as(arena.ana, id), like(arena, arena.ana))
  }),
  refused("the attacker's key under the name of Ana's", /not by the key/, arena =>
    arena.post(as(arena.ana, arena.ana.key.id), like(arena, arena.ana)),
  ),
  refused("the key of a neighbour on the same host", /does not list the key/, arena => {
    const who = arena.stranger()
    return arena.post({ ...arena.ana, key: who.key }, like(arena, arena.ana))
  }),
  refused("an actor that lists a key on another host", /not on the host of|does not list/, arena => {
    const keyId = `${arena.host.origin}/users/ana#main-key`
    const eve = arena.attacker({ publicKey: { id: keyId, owner: arena.ana.id, publicKeyPem: keyOf("").publicKeyPem } })
    return arena.post(as(eve, keyId), like(arena, eve))
  }),
  refused("an actor whose key says that it belongs to someone else", /does not list the key/, arena => {
    const eve = arena.attacker()
    eve.document.publicKey = { id: eve.key.id, owner: arena.ana.id, publicKeyPem: eve.key.publicKeyPem }
    return arena.post(eve, like(arena, eve))
  }),
  refused("an actor document that says that it is Ana", /says that it is|no inbox on its own host/, arena => {
    const eve = arena.attacker()
    arena.evil.documents.set(new URL(eve.id).pathname, { ...eve.document, id: arena.ana.id })
    return arena.post(eve, like(arena, eve))
  }),
  refused("an actor of Ana's host that another host answers for", /answered by another host/, arena => {
    const path = `/users/open-redirect${arena.next()}`
    const id = arena.host.origin + path
    arena.host.documents.set(path, (_, response) =>
      response.writeHead(302, { location: arena.evil.origin + path }).end(),
    )
    const key = keyOf(`${id}#main-key`)
    arena.evil.documents.set(path, {
      "@context": AS2,
      id,
      type: "Person",
      inbox: `${id}/inbox`,
      publicKey: { id: key.id, owner: id, publicKeyPem: key.publicKeyPem },
    })
    const who = { ...arena.ana, id, key }
    return arena.post(who, like(arena, who))
  }),
  refused("an actor without a key", /does not list the key/, arena => {
    const eve = arena.attacker({ publicKey: undefined })
    return arena.post(eve, like(arena, eve))
  }),
  refused("an actor of ours", /does not list the key|not by the key|not on the host|cannot be had/, arena => {
    const id = `${arena.origin}/actors/agenda`
    return arena.post(as({ ...arena.ana, id }, `${id}#main-key`), like(arena, { ...arena.ana, id }))
  }),
  refused("an actor of ours that does not exist", /cannot be had|does not list/, arena => {
    const id = `${arena.origin}/actors/nobody`
    return arena.post(as({ ...arena.ana, id }, `${id}#main-key`), like(arena, { ...arena.ana, id }))
  }),
  refused(
    "an activity whose id is on another host",
    /host of the actor/,
    arena => {
      const eve = arena.attacker()
      return arena.post(eve, like(arena, eve, { id: `${arena.host.origin}/likes/${arena.next()}` }))
    },
    400,
  ),
  refused(
    "an activity whose id is https where its actor is http",
    /host of the actor/,
    arena => {
      const eve = arena.attacker()
      return arena.post(eve, like(arena, eve, { id: `https://${arena.evil.host}/likes/1` }))
    },
    400,
  ),
  refused("Ana's activity with a proof by the attacker", /does not list the key|not on the host/, async arena => {
    const { privateKey } = generateKeyPairSync("ed25519")
    const eve = arena.attacker()
    return arena.post(
      eve,
      await withProof(like(arena, arena.ana), `${arena.ana.id}#ed25519-key`, privateKey, new Date()),
    )
  }),
  refused(
    "Ana's activity with a Linked Data signature by the attacker",
    /does not list the key|not on the host/,
    arena => {
      const eve = arena.attacker()
      const signature = {
        type: "RsaSignature2017",
        creator: arena.ana.key.id,
        created: new Date().toISOString(),
        signatureValue: "AAAA",
      }
      return arena.post(eve, like(arena, arena.ana, { signature }))
    },
  ),
  refused("Ana's Follow, passed on with any proof", /not on the host of/, async arena => {
    const { privateKey } = generateKeyPairSync("ed25519")
    const follow = { ...like(arena, arena.ana), type: "Follow", object: `${arena.origin}/actors/agenda` }
    return arena.post(arena.attacker(), await withProof(follow, `${arena.ana.id}#ed25519-key`, privateKey, new Date()))
  }),
]
