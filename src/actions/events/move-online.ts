import type { By } from "../../domain/by.ts"
import type { Db } from "../../store/db.ts"
import type { Site } from "../site.ts"
import { change, refuse } from "./change.ts"

export const moveEventOnline = (
  db: Db,
  site: Site,
  by: By,
  id: string,
  onlineUrl: string,
  reason: string | null = null,
) =>
  change(db, site, by, id, event => {
    if (event.status === "cancelled") refuse("event-must-be-restored")
    if (event.status === "moved-online") refuse("event-already-online")
    return { kind: "moved-online", status: "moved-online", onlineUrl, reason }
  })
