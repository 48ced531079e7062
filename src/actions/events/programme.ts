import { randomUUID } from "node:crypto"
import { isDeepStrictEqual } from "node:util"
import type { WholeEvent } from "../../domain/event.ts"
import type { Session, SessionFields } from "../../domain/programme.ts"
import type { Trx } from "../../store/db.ts"
import { replaceSessions } from "../../store/sessions.ts"
import type { Site } from "../site.ts"

/** A session keeps its id, UID and history as long as its slug stays. */
export function programmeOf(
  site: Site,
  eventId: string,
  sessions: readonly SessionFields[],
  { old = [], changedAt }: { old?: readonly Session[]; changedAt: Date },
): Session[] {
  const oldSessions = new Map(old.map(session => [session.slug, session]))
  return sessions.map((fields, position) => {
    const before = oldSessions.get(fields.slug)
    const id = before?.id ?? randomUUID()
    const moved = before && !isDeepStrictEqual([before.when, before.room], [fields.when, fields.room])
    return {
      ...fields,
      id,
      eventId,
      position,
      uid: before?.uid ?? `${id}@${new URL(site.origin).host}`,
      sequence: (before?.sequence ?? 0) + (moved ? 1 : 0),
      changedAt,
    }
  })
}

/** Makes this the programme of an event. */
export const writeProgramme = (
  trx: Trx,
  site: Site,
  event: Pick<WholeEvent, "id" | "sessions">,
  sessions: readonly SessionFields[],
  changedAt: Date,
): Promise<void> =>
  replaceSessions(trx, event.id, programmeOf(site, event.id, sessions, { old: event.sessions, changedAt }))
