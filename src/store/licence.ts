import { type Licence, licenceOf } from "../domain/licence.ts"
import type { Db } from "./db.ts"
import { readSetting, writeSetting } from "./settings.ts"

const KEY = "licence"

interface LicenceSetting {
  id: string
  changedAt: string
}

/** The licence of everything that the site publishes, with when it was last set; null until it is set. */
export async function readLicence(db: Db): Promise<(Licence & { changedAt: Date }) | null> {
  const setting = await readSetting<LicenceSetting>(db, KEY)
  return setting && { ...licenceOf(setting.id), changedAt: new Date(setting.changedAt) }
}

/** @returns whether the licence changed */
export async function writeLicence(db: Db, id: string, now: Date): Promise<boolean> {
  if ((await readSetting<LicenceSetting>(db, KEY))?.id === id) return false
  await writeSetting(db, KEY, { id, changedAt: now.toISOString() } satisfies LicenceSetting)
  return true
}
