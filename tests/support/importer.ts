import type { Site } from "../../src/actions/site.ts"
import { createImporter } from "../../src/import/importer.ts"
import { createOutgoing } from "../../src/outgoing/index.ts"

/** Reads calendars of others, on this machine too. */
export function openImporter(site: Site) {
  const outgoing = createOutgoing({ allowPrivateAddresses: true, userAgent: "Beffroi tests" })
  return { ...createImporter({ site, fetch: outgoing.guardedFetch }), close: outgoing.close }
}
