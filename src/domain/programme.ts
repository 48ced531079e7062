import { type FieldProblem, fieldProblem } from "./field-problem.ts"
import { instantsOf, movedAlong, problemsOfWhen, type When } from "./time.ts"

/** A pad, podcast, video or other deliverable of a session. */
export interface SessionDocument {
  title: string
  url: string
  kind: string | null
}

/** What an editor writes in a session, without identity or history. */
export interface SessionFields {
  slug: string
  title: string
  /** plain text */
  summary: string
  /** null while only the order of the programme is known */
  when: When | null
  room: string | null
  track: string | null
  format: string | null
  speakers: string[]
  documents: SessionDocument[]
}

/** One item of a programme, or one point of a council's agenda (format `point`). */
export interface Session extends SessionFields {
  id: string
  eventId: string
  position: number
  uid: string
  sequence: number
  changedAt: Date
}

export const sessionFieldsOf = (session: Session): SessionFields => {
  const { slug, title, summary, when, room, track, format, speakers, documents } = session
  return { slug, title, summary, when, room, track, format, speakers, documents }
}

/** The rooms of a programme in the order in which they first appear. */
export const roomsOf = (sessions: readonly Session[]): string[] => [
  ...new Set(sessions.map(s => s.room).filter(room => room !== null)),
]

/** A programme moves with its event: every session keeps its distance from the start. */
export const programmeMoved = (sessions: SessionFields[], from: When, to: When): SessionFields[] =>
  sessions.map(session => ({ ...session, when: session.when && movedAlong(session.when, from, to) }))

/** In the order in which it is shown and stored: by time, then as the editor placed them; those without a time last. */
export function inOrder(sessions: SessionFields[]): SessionFields[] {
  const start = ({ when }: SessionFields) => (when ? instantsOf(when).startsAt.getTime() : Number.POSITIVE_INFINITY)
  return sessions
    .map(session => ({ session, at: start(session) }))
    .sort((a, b) => (a.at === b.at ? 0 : a.at - b.at))
    .map(({ session }) => session)
}

/** What cannot be stored of a programme, each with its path below `prefix`: a slug that is used twice, an impossible time. */
export function problemsOfProgramme(sessions: SessionFields[], prefix = ""): FieldProblem[] {
  const seen = new Set<string>()
  return sessions.flatMap(({ slug, when }, index) => {
    const at = (field: string) => `${prefix && `${prefix}.`}programme[${index}].${field}`
    const twice = seen.has(slug)
    seen.add(slug)
    return [
      ...(twice ? [fieldProblem(at("slug"), "slug-repeated-in-programme", { slug })] : []),
      ...(when ? problemsOfWhen(when).map(problem => ({ ...problem, field: at(problem.field) })) : []),
    ]
  })
}
