import { randomBytes } from "node:crypto"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"

/** SECRET_KEY as given, or one that is generated once and kept in the data folder, readable by its owner only. */
export async function readSecretKey(given: string | null, dataDir: string): Promise<string> {
  if (given) return given
  const file = join(dataDir, "secret-key")
  await mkdir(dataDir, { recursive: true })
  // `wx`: of two processes that start together one writes and both read the same
  await writeFile(file, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" }).catch(error => {
    if (error.code !== "EEXIST") throw error
  })
  return (await readFile(file, "utf8")).trim()
}
