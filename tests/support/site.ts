import { inject } from "vitest"
import { createKeyring } from "../../federation/signatures/keyring.ts"
import { createWire } from "../../federation/vocab/writing/wire.ts"
import { ensureInstance } from "../../src/actions/calendars/create.ts"
import type { Site } from "../../src/actions/site.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { createTexts } from "../../src/feeds/ical/texts.ts"
import { type Db, openDatabase } from "../../src/store/db.ts"
import { createDatabase } from "./postgres.ts"

export const ORIGIN = "https://communs.example"
export const SECRET_KEY = "a secret key of the tests, long enough"

let sharedKeys: ReturnType<Site["wire"]["newKeys"]> | undefined

/** A database of its own with the instance in it, and the `Site` that actions are given, with a clock that the test sets. */
export async function openSite(
  start: Date,
  /** all actors have one pair of keys: making RSA keys is what takes longest, and most tests never compare them */
  { oneKeyPair = false }: { oneKeyPair?: boolean } = {},
): Promise<{ db: Db; url: string; site: Site; setClock(now: Date): void; close(): Promise<void> }> {
  let clock = start
  const database = await createDatabase(inject("postgres"))
  const { db } = openDatabase(database.url, 4)
  const wire = createWire({ origin: ORIGIN, keyring: createKeyring(SECRET_KEY) })
  const site: Site = {
    origin: ORIGIN,
    now: () => clock,
    wire: oneKeyPair ? { ...wire, newKeys: () => (sharedKeys ??= wire.newKeys()) } : wire,
    texts: createTexts({ origin: ORIGIN }),
  }
  await ensureInstance(db, site, OPERATOR)
  return {
    db,
    url: database.url,
    site,
    setClock(now) {
      clock = now
    },
    async close() {
      await db.destroy()
      await database.drop()
    },
  }
}
