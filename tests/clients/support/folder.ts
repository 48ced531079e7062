import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A folder of the run alone. */
export function folder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "beffroi-client-"))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
