import type { Instants, When } from "./time.ts"

/** An actor on another server that this site follows. */
export interface Partner {
  /** the actor's IRI */
  id: string
  host: string
  /** the name, or the address when it has none */
  name: string
  /** what its page and feeds are found under here: `name@host`, or the host */
  address: string
  /** its own page */
  url: string
}

export type RemoteEventStatus = "scheduled" | "tentative" | "postponed" | "cancelled"

export interface RemotePlace {
  name: string
  address: string | null
  latitude: number | null
  longitude: number | null
}

/** An event of another server, as it was read from its document. All texts but `html` are plain, all addresses are http(s). */
export interface RemoteEvent {
  title: string
  /** the origin's where it names one, else its id */
  uid: string
  /** null without a date that a calendar can hold: such an event is stored, and not listed */
  when: When | null
  /** the zone of this site, when the event names none */
  assumedTimeZone: string | null
  status: RemoteEventStatus
  place: RemotePlace | null
  tags: string[]
  /** null when it names none */
  language: string | null
  /** its own page, on its server */
  page: string
  /** sanitised: a few tags */
  html: string
  /** the same as plain text */
  text: string
  /** ids of the actors that it names as its author */
  authors: string[]
  /** public, with a date, and of a bearable size: others appear nowhere */
  isListed: boolean
}

/** An event of a partner as pages and feeds show it. */
export interface PartnerEvent extends Instants, Omit<RemoteEvent, "when" | "assumedTimeZone" | "authors" | "isListed"> {
  id: string
  partner: Partner
  when: When
  receivedAt: Date
  /** when what is shown of it last changed */
  changedAt: Date
}
