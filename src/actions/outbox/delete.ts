import type { WholeEvent } from "../../domain/event.ts"
import type { Trx } from "../../store/db.ts"
import { putObject } from "../../store/objects.ts"
import type { Site } from "../site.ts"
import { send } from "./send.ts"

/** Replaces an object by its Tombstone and tells followers. */
export async function tellOfDeletion(
  trx: Trx,
  site: Site,
  object: {
    path: string
    type: string
    page: string | null
    calendar: WholeEvent["calendar"]
    quiet: boolean
    thread?: string
  },
): Promise<void> {
  const now = site.now()
  const tombstone = site.wire.tombstone(object.path, object.type, now)
  const { calendar, path, page, thread = path } = object
  await putObject(trx, {
    path,
    type: "Tombstone",
    body: tombstone.body,
    actorId: calendar.id,
    page,
    gone: true,
    now,
  })
  const audience = object.quiet ? "nobody" : "followers"
  await send(trx, site, {
    type: "Delete",
    actor: calendar,
    object: tombstone,
    objectPath: path,
    thread,
    audience,
    listed: true,
  })
}
