import type { By } from "../../domain/by.ts"
import { DomainError } from "../../domain/errors.ts"
import type { WholeEvent } from "../../domain/event.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { updateEventRows } from "../../store/event-rows.ts"
import { audit } from "../audit.ts"
import { tellOfEvents } from "../outbox/announce.ts"
import type { Site } from "../site.ts"
import { authorizedEvent, subjectOf } from "./authorized.ts"

/** Announces a draft. @throws {DomainError} `conflict` when it is published already, `gone` when deleted */
export async function publishEvent(db: Db, site: Site, by: By, id: string): Promise<WholeEvent> {
  return transact(db, async trx => {
    const event = await authorizedEvent(trx, by, "event:publish", id)
    if (event.state === "published") throw new DomainError("already-published", { what: "event" })
    await audit(trx, site, by, "event:publish", subjectOf(event))
    return publish(trx, site, id)
  })
}

/** @param publishedAt when it was first announced, for what was announced elsewhere before */
export const publish = async (trx: Trx, site: Site, id: string, publishedAt = site.now()): Promise<WholeEvent> =>
  (await publishDrafts(trx, site, [id], publishedAt))[0]!

/** Announces drafts; the caller knows that they are some. */
export async function publishDrafts(
  trx: Trx,
  site: Site,
  ids: readonly string[],
  publishedAt = site.now(),
): Promise<WholeEvent[]> {
  if (ids.length === 0) return []
  await updateEventRows(trx, ids, { state: "published", publishedAt, changedAt: site.now() })
  return tellOfEvents(trx, site, ids, "Create")
}
