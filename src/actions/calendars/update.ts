import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Actor } from "../../domain/calendar.ts"
import { paths } from "../../domain/paths.ts"
import { readActorById, updateActorRow } from "../../store/actors.ts"
import type { Trx } from "../../store/db.ts"
import { audit } from "../audit.ts"
import { store } from "../outbox/objects.ts"
import { send } from "../outbox/send.ts"
import type { Site } from "../site.ts"

/** Where a browser that asks for an actor is sent. */
export const pageOfActor = ({ kind, handle }: Actor): string =>
  kind === "calendar" ? paths.calendarPage(handle) : paths.home()

export async function render(trx: Trx, site: Site, id: string): Promise<Actor> {
  const actor = (await readActorById(trx, id))!
  await store(trx, site, await site.wire.actor(trx, actor), id, pageOfActor(actor))
  return actor
}

/** Changes what an actor says of itself and tells followers; nothing happens when nothing changed. */
export async function updateActor(
  trx: Trx,
  site: Site,
  by: By,
  actor: Actor,
  change: Pick<Actor, "name" | "summary" | "language">,
): Promise<Actor> {
  const action = actor.kind === "calendar" ? "calendar:edit" : "publisher:edit"
  authorize(by, action, { calendarId: actor.kind === "calendar" ? actor.id : null })
  if (actor.name === change.name && actor.summary === change.summary && actor.language === change.language) return actor
  await audit(trx, site, by, action, { kind: actor.kind, id: actor.id, details: { handle: actor.handle } })
  await updateActorRow(trx, actor.id, { ...change, updatedAt: site.now() })
  const changed = await render(trx, site, actor.id)
  const document = await site.wire.actor(trx, changed)
  await send(trx, site, {
    type: "Update",
    actor: changed,
    object: document,
    objectPath: document.path,
    audience: "followers",
    listed: false,
  })
  // a calendar's document names its publisher's site; the publisher names its calendars
  return changed
}
