import type { By } from "../../domain/by.ts"
import type { Db } from "../../store/db.ts"
import type { Site } from "../site.ts"
import { change, refuse } from "./change.ts"

export const markEventFull = (db: Db, site: Site, by: By, id: string, reason: string | null = null) =>
  change(db, site, by, id, event => {
    if (event.status === "cancelled") refuse("event-is-cancelled")
    return event.full ? refuse("event-already-full") : { kind: "full", full: true, reason }
  })
