import { randomUUID } from "node:crypto"
import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Actor, ActorKind, Calendar, CalendarKind } from "../../domain/calendar.ts"
import { invalid } from "../../domain/errors.ts"
import { fieldProblem } from "../../domain/field-problem.ts"
import { INSTANCE_HANDLE } from "../../domain/paths.ts"
import type { CalendarInput, PublisherInput } from "../../input/calendar.ts"
import { insertKeys } from "../../store/actor-keys.ts"
import { insertActor, listCalendars, readActor, readPublisher } from "../../store/actors.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { lock } from "../../store/locks.ts"
import { audit } from "../audit.ts"
import type { Site } from "../site.ts"
import { render, updateActor } from "./update.ts"

/** The server's own actor, made when the database is new. */
export async function ensureInstance(db: Db, site: Site, by: By): Promise<Actor> {
  return transact(db, async trx => {
    await lock(trx, "actor handles")
    const existing = await readActor(trx, INSTANCE_HANDLE)
    if (existing) return existing
    const { host } = new URL(site.origin)
    authorize(by, "site:edit")
    return create(trx, site, {
      handle: INSTANCE_HANDLE,
      kind: "instance",
      name: host,
      summary: "",
      language: "fr",
      url: null,
    })
  })
}

export async function createPublisher(trx: Trx, site: Site, by: By, input: PublisherInput): Promise<Actor> {
  authorize(by, "publisher:edit")
  const publisher = await create(trx, site, { ...input, url: input.url ?? null, kind: "publisher" })
  await audit(trx, site, by, "publisher:edit", { kind: "publisher", id: publisher.id })
  return publisher
}

/** A calendar of the given publisher; `prefix` is where the input stands in a file. @throws {DomainError} `invalid` when its handle is taken */
export async function createCalendar(
  trx: Trx,
  site: Site,
  by: By,
  input: CalendarInput,
  publisherId: string,
  prefix = "",
): Promise<Calendar> {
  authorize(by, "calendar:create")
  await lock(trx, "actor handles")
  const field = prefix ? `${prefix}.handle` : "handle"
  if (await readActor(trx, input.handle)) throw invalid([fieldProblem(field, "taken", { value: input.handle })])
  const position = (await listCalendars(trx)).length
  const calendar = { publisherId, calendarKind: input.kind as CalendarKind, timeZone: input.timeZone, position }
  const { handle, name, language, summary } = input
  const actor = { handle, name, language, summary, url: null, kind: "calendar" } as const
  const created = (await create(trx, site, actor, calendar)) as Calendar
  await audit(trx, site, by, "calendar:create", {
    kind: "calendar",
    id: created.id,
    calendarId: created.id,
    details: { handle },
  })
  return created
}

async function create(
  trx: Trx,
  site: Site,
  given: { handle: string; kind: ActorKind; name: string; summary: string; language: string; url: string | null },
  calendar?: Parameters<typeof insertActor>[2],
): Promise<Actor> {
  const now = site.now()
  const { url, ...columns } = given
  const links = url ? [{ name: "Site", url }] : []
  const actor: Actor = { id: randomUUID(), ...columns, icon: null, image: null, links, createdAt: now, updatedAt: now }
  await insertActor(trx, actor, calendar)
  await insertKeys(trx, actor.id, await site.wire.newKeys(), now)
  return render(trx, site, actor.id)
}

/** The organisation that owns the site; one named after the host when none was given. */
export async function ensurePublisher(trx: Trx, site: Site, by: By, input: PublisherInput | null): Promise<Actor> {
  await lock(trx, "actor handles")
  const existing = await readPublisher(trx)
  if (existing) {
    return input && input.handle === existing.handle
      ? updateActor(trx, site, by, existing, { name: input.name, summary: input.summary, language: input.language })
      : existing
  }
  const { hostname } = new URL(site.origin)
  return createPublisher(trx, site, by, input ?? { handle: "redaction", name: hostname, language: "fr", summary: "" })
}
