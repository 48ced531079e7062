import type { WholeEvent } from "../../domain/event.ts"
import { placesName } from "../../domain/place.ts"
import type { Session } from "../../domain/programme.ts"
import { firstDay, lastDay, zonedEnd, zonedStart } from "../../domain/time.ts"

/** A session that has a time, in its room. */
export interface Timed {
  session: Session
  room: string
  start: Temporal.ZonedDateTime
  /** its own start when nobody said its end */
  end: Temporal.ZonedDateTime
}

export interface Day {
  /** from 1 */
  index: number
  date: Temporal.PlainDate
  start: Temporal.ZonedDateTime
  end: Temporal.ZonedDateTime
  /** in the order in which they first appear */
  rooms: Map<string, Timed[]>
}

/**
 * A programme as frab's formats have it: days, rooms, sessions. Sessions of which only the order is known have no place there;
 * an event without any timed session is its days with nothing in them.
 */
export function daysOf(event: WholeEvent): Day[] {
  const timed = event.sessions.flatMap(session => timedOf(session, event))
  const byDate = Map.groupBy(timed, ({ start }) => start.toPlainDate().toString())
  const dates = [...new Set([...spanOf(event), ...byDate.keys()])].sort()
  return dates.map((text, n) => {
    const date = Temporal.PlainDate.from(text)
    const sessions = byDate.get(text) ?? []
    const midnight = date.toZonedDateTime(event.when.timeZone)
    return {
      index: n + 1,
      date,
      start: sessions.map(({ start }) => start).sort(Temporal.ZonedDateTime.compare)[0] ?? midnight,
      end:
        sessions
          .map(({ end }) => end)
          .sort(Temporal.ZonedDateTime.compare)
          .at(-1) ?? midnight.add({ days: 1 }),
      rooms: Map.groupBy(sessions, ({ room }) => room),
    }
  })
}

function timedOf(session: Session, event: WholeEvent): Timed[] {
  if (!session.when) return []
  const start = zonedStart(session.when)
  const room = session.room ?? (placesName(event.places, event.language) || event.calendar.name)
  return [{ session, room, start, end: zonedEnd(session.when) ?? start }]
}

/** The days of the event itself, at most a month of them. */
function spanOf({ when }: WholeEvent): string[] {
  const first = firstDay(when)
  const length = Math.min(first.until(lastDay(when), { largestUnit: "days" }).days, 30)
  return Array.from({ length: length + 1 }, (_, n) => first.add({ days: n }).toString())
}
