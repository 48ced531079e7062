import { type Licence, licenceOf } from "../domain/licence.ts"
import type { Db } from "./db.ts"
import { readSetting, writeSetting } from "./settings.ts"

const KEY = "licence"

interface Kept {
  id: string
  changedAt: string
}

/** The licence of all that the site publishes, with when it was last said; null until someone says it. */
export async function readLicence(db: Db): Promise<(Licence & { changedAt: Date }) | null> {
  const kept = await readSetting<Kept>(db, KEY)
  return kept && { ...licenceOf(kept.id), changedAt: new Date(kept.changedAt) }
}

/** @returns whether it is another one than before */
export async function writeLicence(db: Db, id: string, now: Date): Promise<boolean> {
  if ((await readSetting<Kept>(db, KEY))?.id === id) return false
  await writeSetting(db, KEY, { id, changedAt: now.toISOString() } satisfies Kept)
  return true
}
