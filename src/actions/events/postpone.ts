import type { By } from "../../domain/by.ts"
import type { Db } from "../../store/db.ts"
import type { Site } from "../site.ts"
import { change, refuse } from "./change.ts"

/** Put off, without a new date yet. */
export const postponeEvent = (db: Db, site: Site, by: By, id: string, reason: string | null = null) =>
  change(db, site, by, id, event => {
    if (event.status === "cancelled") refuse("event-must-be-restored")
    if (event.status === "postponed") refuse("event-already-postponed")
    return { kind: "postponed", status: "postponed", reason }
  })
