import type { By } from "../../domain/by.ts"
import type { Db } from "../../store/db.ts"
import type { Site } from "../site.ts"
import { change, refuse } from "./change.ts"

/** A cancelled or postponed event takes place after all, as it was last announced: at its new date, or online. */
export const restoreEvent = (db: Db, site: Site, by: By, id: string, reason: string | null = null) =>
  change(db, site, by, id, event => {
    if (event.status !== "cancelled" && event.status !== "postponed") return refuse("event-not-restorable")
    const last = event.news.find(({ kind }) => kind === "rescheduled" || kind === "moved-online")
    return { kind: "restored", status: (last?.kind as "rescheduled" | "moved-online") ?? "scheduled", reason }
  })
