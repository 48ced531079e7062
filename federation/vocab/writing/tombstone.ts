import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute } from "../../../src/domain/paths.ts"
import { isoSeconds } from "../../../src/domain/time.ts"
import { CONTEXT } from "./context.ts"
import { wireJson } from "./json.ts"

/** Served with 410 at the id of a deleted object, and embedded in its Delete. Gancio recognises a deleted event by `formerType`. */
export const tombstoneObject = (origin: string, path: string, formerType: string, deletedAt: Date): JsonObject =>
  wireJson({
    "@context": CONTEXT,
    id: absolute(origin, path),
    type: "Tombstone",
    formerType,
    deleted: isoSeconds(deletedAt),
  })
