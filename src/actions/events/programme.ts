import { randomUUID } from "node:crypto"
import { isDeepStrictEqual } from "node:util"
import type { WholeEvent } from "../../domain/event.ts"
import type { Session, SessionDocument } from "../../domain/programme.ts"
import { instantsOf, movedAlong, type When } from "../../domain/time.ts"
import type { Trx } from "../../store/db.ts"
import { replaceSessions } from "../../store/sessions.ts"
import type { Site } from "../site.ts"

/** The content of a session, without identity or history. */
export interface SessionFields {
  slug: string
  title: string
  summary: string
  when: When | null
  room: string | null
  track: string | null
  format: string | null
  speakers: string[]
  documents: SessionDocument[]
}

/** A session keeps its id, UID and history as long as its slug stays. */
export function programmeOf(
  site: Site,
  eventId: string,
  sessions: readonly SessionFields[],
  { old = [], changedAt }: { old?: readonly Session[]; changedAt: Date },
): Session[] {
  const known = new Map(old.map(session => [session.slug, session]))
  return sessions.map((fields, position) => {
    const before = known.get(fields.slug)
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

/** A programme goes along with its event: every session keeps its distance from the start. */
export const programmeMoved = (sessions: SessionFields[], from: When, to: When): SessionFields[] =>
  sessions.map(session => ({ ...session, when: session.when && movedAlong(session.when, from, to) }))

/** In the order in which it is shown and kept: by time, then as the editor placed them; those without a time last. */
export function inOrder(sessions: SessionFields[]): SessionFields[] {
  const start = ({ when }: SessionFields) => (when ? instantsOf(when).startsAt.getTime() : Number.POSITIVE_INFINITY)
  return sessions
    .map(session => ({ session, at: start(session) }))
    .sort((a, b) => (a.at === b.at ? 0 : a.at - b.at))
    .map(({ session }) => session)
}
