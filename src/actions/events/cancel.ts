import type { By } from "../../domain/by.ts"
import type { Db } from "../../store/db.ts"
import type { Site } from "../site.ts"
import { change, refuse } from "./change.ts"

export const cancelEvent = (db: Db, site: Site, by: By, id: string, reason: string | null = null) =>
  change(db, site, by, id, event =>
    event.status === "cancelled"
      ? refuse("event-already-cancelled")
      : { kind: "cancelled", status: "cancelled", reason },
  )
