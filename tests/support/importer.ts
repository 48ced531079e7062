import type { House } from "../../src/actions/site.ts"
import { createImporter } from "../../src/import/importer.ts"
import { createOutgoing } from "../../src/outgoing/index.ts"

/** Reads calendars of others, on this machine too. */
export function openImporter(house: House) {
  const outgoing = createOutgoing({ allowPrivateAddresses: true, userAgent: "Beffroi tests" })
  return { ...createImporter({ house, fetch: outgoing.guardedFetch }), close: outgoing.close }
}
