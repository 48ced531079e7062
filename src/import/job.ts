import type { Db } from "../store/db.ts"
import type { createImporter } from "./importer.ts"

/** Reads one source that is due. A stop is heard between two transactions; another worker goes on when the lease ends. */
export function createImportJob(db: Db, importer: Pick<ReturnType<typeof createImporter>, "refreshDue">) {
  const stopping = new AbortController()
  return {
    name: "import",
    channel: "beffroi_import",
    runOnce: () => importer.refreshDue(db, stopping.signal),
    async stop() {
      stopping.abort()
    },
  }
}
