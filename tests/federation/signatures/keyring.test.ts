import { createPublicKey, sign, verify } from "node:crypto"
import { afterAll, beforeAll, expect, inject, test } from "vitest"
import { createKeyring, ed25519KeyId, rsaKeyId } from "../../../federation/signatures/keyring.ts"
import { insertKeys } from "../../../src/store/actor-keys.ts"
import { insertActor } from "../../../src/store/actors.ts"
import { openDatabase } from "../../../src/store/db.ts"
import { createDatabase } from "../../support/postgres.ts"
import { PUBLISHER, uuid } from "../../support/wire-events.ts"

const SECRET = "a secret key of more than thirty-two signs"
let drop: () => Promise<void>
let open: ReturnType<typeof openDatabase>
const stored = await createKeyring(SECRET).newKeys()

beforeAll(async () => {
  const created = await createDatabase(inject("postgres"))
  drop = created.drop
  open = openDatabase(created.url, 2)
  await insertActor(open.db, PUBLISHER)
  await insertKeys(open.db, PUBLISHER.id, stored, new Date())
})
afterAll(async () => {
  await open.db.destroy()
  await drop()
})

const [rsa, ed25519] = stored

test("new keys are RSA-2048 and Ed25519, and the private ones are sealed", () => {
  expect(stored.map(({ algorithm }) => algorithm)).toEqual(["RSA", "Ed25519"])
  expect(createPublicKey(rsa!.publicKey).asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 })
  expect(createPublicKey(ed25519!.publicKey).asymmetricKeyType).toBe("ed25519")
  for (const { privateKey } of stored) {
    // neither PEM nor the DER of PKCS#8, which begins with a sequence and version 0
    expect(privateKey.toString("latin1")).not.toContain("PRIVATE KEY")
    expect(privateKey.indexOf(Buffer.from([0x02, 0x01, 0x00, 0x30]))).toBe(-1)
  }
})

test("two seals of one keyring differ: a nonce is never used twice", async () => {
  const again = await createKeyring(SECRET).newKeys()
  expect(again[1]!.privateKey.subarray(1, 13)).not.toEqual(ed25519!.privateKey.subarray(1, 13))
})

test("a sealed key signs for the public key beside it", async () => {
  const keys = await createKeyring(SECRET).readKeys(open.db, PUBLISHER.id)
  const data = Buffer.from("communs")
  expect(verify("sha256", data, rsa!.publicKey, sign("sha256", data, keys.rsa))).toBe(true)
  expect(verify(null, data, ed25519!.publicKey, sign(null, data, keys.ed25519))).toBe(true)
  expect(keys.public.rsaPem).toBe(rsa!.publicKey)
  expect(keys.public.ed25519Multibase).toMatch(/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/)
})

test("keys are read and opened once", async () => {
  const ring = createKeyring(SECRET)
  const first = await ring.readKeys(open.db, PUBLISHER.id)
  expect((await ring.readKeys(open.db, PUBLISHER.id)).rsa).toBe(first.rsa)
})

test("another SECRET_KEY is named as the cause", async () => {
  const ring = createKeyring(`${SECRET}!`)
  const message = `the private keys of actor ${PUBLISHER.id} cannot be opened: SECRET_KEY is not the one that this database was made with`
  await expect(ring.readKeys(open.db, PUBLISHER.id)).rejects.toThrow(message)
  // nothing of the failure is kept
  await expect(ring.readKeys(open.db, PUBLISHER.id)).rejects.toThrow(message)
})

test("a private key under another's public key is refused", async () => {
  const other = { ...PUBLISHER, id: uuid(77), handle: "autre" }
  await insertActor(open.db, other)
  const [theirs] = await createKeyring(SECRET).newKeys()
  await insertKeys(open.db, other.id, [{ ...theirs!, privateKey: rsa!.privateKey }, ed25519!], new Date())
  await expect(createKeyring(SECRET).readKeys(open.db, other.id)).rejects.toThrow("cannot be opened")
})

test("an actor without keys", async () => {
  await expect(createKeyring(SECRET).readKeys(open.db, uuid(78))).rejects.toThrow(`actor ${uuid(78)} has no keys`)
})

test("key ids stand under their actor", () => {
  expect([rsaKeyId("https://a.example/x"), ed25519KeyId("https://a.example/x")]).toEqual([
    "https://a.example/x#main-key",
    "https://a.example/x#ed25519-key",
  ])
})
