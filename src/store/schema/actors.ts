import type { Generated } from "kysely"
import type { ActorKind, CalendarKind } from "../../domain/calendar.ts"
import type { Image } from "../../domain/image.ts"
import type { JsonColumn, JsonColumnWithDefault } from "./columns.ts"

export interface ActorTable {
  id: string
  handle: string
  kind: ActorKind
  name: string
  summary: Generated<string>
  language: string
  icon: JsonColumn<Image> | null
  image: JsonColumn<Image> | null
  links: JsonColumnWithDefault<{ name: string; url: string }[]>
  createdAt: Date
  updatedAt: Date
}

export interface CalendarTable {
  id: string
  publisherId: string
  calendarKind: CalendarKind
  timeZone: string
  position: Generated<number>
}

/** A key pair of one of our actors; the private key is sealed with SECRET_KEY. */
export interface ActorKeyTable {
  actorId: string
  algorithm: "RSA" | "Ed25519"
  /** SPKI PEM */
  publicKey: string
  privateKey: Buffer
  createdAt: Date
}
