import { randomUUID } from "node:crypto"
import type { By } from "../../domain/by.ts"
import { DomainError, type ErrorCode } from "../../domain/errors.ts"
import { type EventStatus, fieldsOfEvent, isPast, type WholeEvent } from "../../domain/event.ts"
import type { News, NewsKind } from "../../domain/news.ts"
import { paths } from "../../domain/paths.ts"
import { programmeMoved } from "../../domain/programme.ts"
import { instantsOf, type When } from "../../domain/time.ts"
import { checkProgramme } from "../../input/event-fields.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { updateEventRow } from "../../store/event-rows.ts"
import { readEvent } from "../../store/events.ts"
import { insertNews } from "../../store/news.ts"
import { changePost } from "../../text/change-post.ts"
import { audit } from "../audit.ts"
import { tellOfEvent } from "../outbox/announce.ts"
import { store } from "../outbox/objects.ts"
import { send } from "../outbox/send.ts"
import type { Site } from "../site.ts"
import { authorizedEvent, subjectOf } from "./authorized.ts"
import { writeProgramme } from "./programme.ts"
import { edited } from "./update.ts"

/**
 * The changes that followers are told of: each sends the Update of the event and a message of its own, which can be
 * understood alone, and counts in SEQUENCE.
 */
interface Change {
  kind: NewsKind
  status?: EventStatus
  full?: boolean
  when?: When
  onlineUrl?: string
  reason: string | null
}

export async function change(
  db: Db,
  site: Site,
  by: By,
  id: string,
  make: (event: WholeEvent) => Change,
): Promise<WholeEvent> {
  return transact(db, async trx => {
    const event = await authorizedEvent(trx, by, "event:change", id)
    if (event.state !== "published") throw new DomainError("event-is-draft")
    const { kind, when, reason, ...columns } = make(event)
    const edit = edited(event, site)
    await audit(trx, site, by, "event:change", subjectOf(event, { change: kind, ...(reason && { reason }) }))
    await updateEventRow(trx, id, {
      ...columns,
      ...(when && {
        startLocal: when.start,
        endLocal: when.end,
        allDay: when.allDay,
        timeZone: when.timeZone,
        previous: event.when,
        ...instantsOf(when),
      }),
      ...edit,
      sequence: event.sequence + 1,
    })
    if (when) {
      const sessions = programmeMoved(fieldsOfEvent(event).sessions, event.when, when)
      checkProgramme(sessions)
      await writeProgramme(trx, site, event, sessions, edit.changedAt)
    }
    const changed = (await readEvent(trx, { id }))!
    await insertNewsOf(trx, site, changed, { kind, reason, before: when ? event.when : null })
    await tellOfEvent(trx, site, id, "Update")
    const whole = (await readEvent(trx, { id }))!
    await tellOfNews(trx, site, whole, whole.news[0]!)
    return whole
  })
}

async function insertNewsOf(
  trx: Trx,
  site: Site,
  event: WholeEvent,
  news: Pick<News, "kind" | "reason" | "before">,
): Promise<void> {
  await insertNews(trx, {
    id: randomUUID(),
    eventId: event.id,
    calendarId: event.calendarId,
    ...news,
    text: changePost(news.kind, event, news.before, news.reason),
    language: event.language,
    publishedAt: event.updatedAt ?? site.now(),
  })
}

async function tellOfNews(trx: Trx, site: Site, event: WholeEvent, news: News): Promise<void> {
  const note = site.wire.news(news, event)
  const objectVersion = await store(trx, site, note, event.calendarId, paths.eventPage(event.slug))
  const audience = isPast(event, site.now()) ? "nobody" : "followers"
  // the same thread as the event: an inbox learns of the change after the event itself
  const thread = paths.event(event.id)
  await send(trx, site, {
    type: "Create",
    actor: event.calendar,
    object: note,
    objectPath: note.path,
    objectVersion,
    thread,
    audience,
    listed: true,
  })
}

export const refuse = (code: ErrorCode & `event-${string}`): never => {
  throw new DomainError(code)
}
