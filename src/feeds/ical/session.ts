import { isOnline, type WholeEvent } from "../../domain/event.ts"
import { absolute, paths } from "../../domain/paths.ts"
import type { Session } from "../../domain/programme.ts"
import { titleWithState } from "../../text/states.ts"
import { sessionDescription } from "./description.ts"
import { geoLine, linesOfCalendar, locationOf, statusOf } from "./event.ts"
import { quoted, textLine, uriLine } from "./lines.ts"
import { vevent } from "./vevent.ts"

/**
 * The VEVENT of one item of a programme; empty while only the order of the programme is known. It shows the state and the
 * place of its event, so it is as new as the newer of the two, and its SEQUENCE grows with either.
 */
export function sessionText(session: Session, event: WholeEvent, origin: string): string {
  if (session.when === null) return ""
  const place = locationOf(event)
  return vevent({
    uid: session.uid,
    sequence: session.sequence + event.sequence,
    created: event.createdAt,
    changed: new Date(Math.max(session.changedAt.getTime(), event.changedAt.getTime())),
    when: session.when,
    summary: titleWithState({ ...event, title: session.title }, event.language),
    description: sessionDescription(session, event, origin),
    location: session.room && !isOnline(event) ? [session.room, place].filter(Boolean).join(", ") : place,
    status: statusOf(event),
    // sessions run side by side, and their event makes people busy already
    transparent: true,
    categories: [session.track, session.format].filter(name => name !== null),
    more: [
      geoLine(event),
      uriLine("URL", absolute(origin, paths.session(event.slug, session.slug))),
      ...linesOfCalendar(event, origin),
      ...session.documents.map(({ title, url }) => uriLine(`ATTACH;LABEL=${quoted(title)}`, url)),
      textLine("RELATED-TO;RELTYPE=PARENT", event.uid),
    ],
  })
}
