import type { When } from "./time.ts"

/** A pad, podcast, video or other deliverable of a session. */
export interface SessionDocument {
  title: string
  url: string
  kind: string | null
}

/** One item of a programme, or one point of a council's agenda (format `point`). */
export interface Session {
  id: string
  eventId: string
  slug: string
  position: number
  uid: string
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
  sequence: number
  changedAt: Date
}

/** The rooms of a programme in the order in which they first appear. */
export const roomsOf = (sessions: readonly Session[]): string[] => [
  ...new Set(sessions.map(s => s.room).filter(room => room !== null)),
]
