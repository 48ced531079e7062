import type { Trx } from "../../store/db.ts"
import { type ObjectToStore, putObject } from "../../store/objects.ts"
import type { Site, WireObject } from "../site.ts"

/** Stores an object's bytes, made once, under its id. */
export async function store(
  trx: Trx,
  site: Site,
  object: WireObject,
  actorId: string | null,
  page: string | null,
): Promise<number> {
  return putObject(trx, toStore(object, actorId, page, site.now()))
}

export const toStore = (
  { path, type, body }: WireObject,
  actorId: string | null,
  page: string | null,
  now: Date,
): ObjectToStore => ({ path, type, body, actorId, page, now })
