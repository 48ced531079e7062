import type { Actor, Calendar } from "../domain/calendar.ts"
import type { WholeEvent } from "../domain/event.ts"
import type { WholeInterview } from "../domain/interview.ts"
import type { News } from "../domain/news.ts"
import type { Place } from "../domain/place.ts"
import type { Session } from "../domain/programme.ts"
import type { Db } from "../store/db.ts"

/** One of our objects as it goes on the wire. Its id is ORIGIN + `path`. */
export interface WireObject {
  path: string
  type: string
  json: Record<string, unknown>
  /** its bytes: `json`, printed */
  body: string
}

/** What is accepted, rejected or undone. */
export interface EmbeddedActivity {
  id: string
  type: string
  actor: string
  object: unknown
}

export interface ActivityToRender {
  /** uuid of the outbox row */
  id: string
  type: string
  actor: Pick<Actor, "id" | "handle">
  /** what it embeds (of an object of ours, the bytes), or the IRI of what it only names (Announce, Follow) */
  object: Pick<WireObject, "body"> | EmbeddedActivity | string
  published: Date
  /** IRI of what an Accept brought into being */
  result?: string
  /** personal activities (Accept, Follow, Undo) go `to` these; the rest is public, `cc` the actor's followers */
  to?: string[]
}

/** A quote of one of our posts that is allowed. */
export interface QuoteToAuthorize {
  /** uuid of the authorization */
  id: string
  /** whose post is quoted */
  actor: Actor
  /** IRI of the quoting post */
  quote: string
  /** path of our post */
  target: string
}

/** The federation side, as actions see it: it is handed in, so that imports point one way. Pure but for the keys it reads. */
export interface Wire {
  /** grows when the bytes of any object do: what is stored is then rendered anew */
  version: number
  actor(db: Db, actor: Actor | Calendar): Promise<WireObject>
  event(event: WholeEvent): WireObject
  place(place: Place): WireObject
  interview(interview: WholeInterview): WireObject
  news(news: News, event: WholeEvent): WireObject
  /** what is served, with 410, at the id of something deleted */
  tombstone(path: string, formerType: string, deletedAt: Date): WireObject
  /** the final bytes, proof included */
  activity(db: Db, activity: ActivityToRender): Promise<string>
  quoteAuthorization(quote: QuoteToAuthorize): WireObject
  /** new keys of an actor, the private ones sealed with SECRET_KEY */
  newKeys(): Promise<{ algorithm: "RSA" | "Ed25519"; publicKey: string; privateKey: Buffer }[]>
}

/** The calendar texts, rendered once per change and joined into feeds. */
export interface CalendarTexts {
  /** a VEVENT, `BEGIN` to `END` with a final CRLF */
  event(event: WholeEvent): string
  session(session: Session, event: WholeEvent): string
  /** grows when either of them writes something else: what is stored is then rendered anew */
  version: number
  /** whether two texts differ in nothing but when they were made */
  saySame(text: string, other: string): boolean
}

/** What every action needs beside the database: who we are, the time, and the renderers. */
export interface Site {
  origin: string
  now(): Date
  wire: Wire
  texts: CalendarTexts
}
