import type { ColumnType, Generated, GeneratedAlways } from "kysely"
import type { ActorKind, CalendarKind } from "../domain/calendar.ts"
import type { EventStatus, PublicationState } from "../domain/event.ts"
import type { Image } from "../domain/image.ts"
import type { NewsKind } from "../domain/news.ts"
import type { SessionDocument } from "../domain/programme.ts"
import type { When } from "../domain/time.ts"

/** The tables as Kysely sees them: snake_case in PostgreSQL, camelCase here. Written beside `migrations/`. */
export interface Database {
  setting: { key: string; value: unknown }
  actor: ActorTable
  calendar: CalendarTable
  actorKey: { actorId: string; algorithm: "RSA" | "Ed25519"; publicKey: string; privateKey: Buffer; createdAt: Date }
  place: PlaceTable
  event: EventTable
  eventPlace: { eventId: string; placeId: string; position: number }
  session: SessionTable
  calendarEntry: CalendarEntryTable
  source: SourceTable
  importedEvent: ImportedEventTable
  interview: InterviewTable
  /** folded, for searches; kept by the database itself */
  eventWords: { eventId: string; words: string }
  interviewWords: { interviewId: string; words: string }
  news: NewsTable
  object: ObjectTable
  outbox: OutboxTable
  host: HostTable
  remoteActor: RemoteActorTable
  follower: { actorId: string; remoteId: string; followId: string; createdAt: Date }
  /** kept by the database itself */
  followerDigest: { actorId: string; host: string; digest: string; followers: number }
  /** the inboxes through which an actor's followers are reached; kept by the database itself */
  followerInbox: { actorId: string; inbox: string; host: string; followers: number }
  following: {
    actorId: string
    remoteId: string
    followId: string
    state: "pending" | "accepted" | "rejected"
    createdAt: Date
  }
  delivery: DeliveryTable
  inboxActivity: InboxActivityTable
  reaction: {
    objectPath: string
    actor: string
    kind: "like" | "share"
    activityId: string
    createdAt: Generated<Date>
  }
  reply: ReplyTable
  revoked: { id: string; actor: string; at: Generated<Date> }
  partnerEvent: PartnerEventTable
  kv: { key: string; value: unknown; expiresAt: Date | null }
  account: { id: string; name: string; email: string | null; role: Role; createdAt: Date }
  invitation: { digest: string; role: Role; createdAt: Date; expiresAt: Date; usedAt: Date | null }
  token: TokenTable
  idempotency: {
    key: string
    tokenId: string
    requestDigest: string
    status: number
    body: string
    location: string | null
    createdAt: Date
  }
}

export type Role = "author" | "validator" | "publisher" | "admin"

interface ActorTable {
  id: string
  handle: string
  kind: ActorKind
  name: string
  summary: Generated<string>
  language: string
  icon: Json<Image> | null
  image: Json<Image> | null
  links: JsonWithDefault<{ name: string; url: string }[]>
  createdAt: Date
  updatedAt: Date
}

interface CalendarTable {
  id: string
  publisherId: string
  calendarKind: CalendarKind
  timeZone: string
  position: Generated<number>
}

interface PlaceTable {
  id: string
  version: Generated<number>
  name: string
  street: string | null
  postalCode: string | null
  locality: string | null
  region: string | null
  country: string | null
  latitude: number | null
  longitude: number | null
}

export interface EventTable {
  id: string
  calendarId: string
  slug: string
  uid: string
  state: PublicationState
  status: EventStatus
  full: Generated<boolean>
  title: string
  summary: Generated<string>
  description: Generated<string>
  language: string
  startLocal: string
  endLocal: string | null
  allDay: boolean
  timeZone: string
  previous: Json<When> | null
  timesAre: "illustrative" | null
  startsAt: Date
  endsAt: Date | null
  overAt: Date
  onlineUrl: string | null
  url: string | null
  category: Generated<string>
  organisers: Generated<string[]>
  access: string | null
  tags: Generated<string[]>
  image: Json<Image> | null
  seriesId: string | null
  sequence: Generated<number>
  createdAt: Date
  publishedAt: Date | null
  updatedAt: Date | null
  deletedAt: Date | null
  changedAt: Date
  ical: string | null
}

interface SessionTable {
  id: string
  eventId: string
  slug: string
  position: number
  uid: string
  title: string
  summary: Generated<string>
  startLocal: string | null
  endLocal: string | null
  allDay: Generated<boolean>
  timeZone: string | null
  startsAt: Date | null
  endsAt: Date | null
  room: string | null
  track: string | null
  format: string | null
  speakers: Generated<string[]>
  documents: JsonWithDefault<SessionDocument[]>
  sequence: Generated<number>
  changedAt: Date
  ical: string | null
}

/** Written by triggers alone (migration 0003). */
interface CalendarEntryTable {
  id: string
  eventId: string
  calendarId: string
  seq: number
  born: number
  digest: string | null
}

export interface SourceTable {
  id: string
  calendarId: string
  url: string | null
  name: string | null
  page: string | null
  tagMap: JsonWithDefault<Record<string, string>>
  publish: boolean
  createdAt: Date
  removedAt: Date | null
  dueAt: Date | null
  leasedUntil: Date | null
  etag: string | null
  lastModified: string | null
  readAt: Date | null
  intervalSeconds: Generated<number>
  failures: Generated<number>
  failingSince: Date | null
  error: string | null
  held: string | null
  accepted: Generated<boolean>
  report: Json<unknown> | null
}

export interface ImportedEventTable {
  sourceId: string
  uid: string
  recurrenceId: string
  eventId: string | null
  digest: string
  fields: Json<unknown>
  state: "there" | "cancelled" | "gone"
  page: string | null
}

export interface InterviewTable {
  id: string
  calendarId: string
  slug: string
  state: PublicationState
  title: string
  summary: Generated<string>
  content: Generated<string>
  language: string
  interviewees: Generated<string[]>
  tags: Generated<string[]>
  date: string
  portrait: Json<Image> | null
  videoUrl: string | null
  original: Json<{ name: string; url: string }> | null
  eventId: string | null
  createdAt: Date
  publishedAt: Date | null
  updatedAt: Date | null
  deletedAt: Date | null
}

interface NewsTable {
  id: string
  eventId: string
  calendarId: string
  kind: NewsKind
  text: string
  reason: string | null
  before: Json<When> | null
  language: string
  publishedAt: Date
}

export interface ObjectTable {
  path: string
  type: string
  actorId: string | null
  version: Generated<number>
  body: string
  etag: string
  gone: Generated<boolean>
  page: string | null
  likes: Generated<number>
  shares: Generated<number>
  replies: Generated<number>
  updatedAt: Date
}

export interface OutboxTable {
  id: string
  seq: GeneratedAlways<number>
  actorId: string
  type: string
  objectPath: string | null
  objectType: string | null
  objectVersion: number | null
  /** the final bytes; null for what nobody was sent: it is rendered for who asks for it */
  body: string | null
  listed: boolean
  publishedAt: Date
}

export interface HostTable {
  name: string
  software: string | null
  version: string | null
  learntAt: Date | null
  knock: "cavage" | "rfc9421" | null
  knockUntil: Date | null
  failures: Generated<number>
  failingSince: Date | null
  pausedUntil: Date | null
  lastError: string | null
  blockedAt: Date | null
  goneAt: Date | null
}

interface RemoteActorTable {
  id: string
  host: string
  type: string
  handle: string | null
  name: string | null
  url: string | null
  inbox: string
  sharedInbox: string | null
  fetchedAt: Date
}

export interface DeliveryTable {
  id: GeneratedAlways<number>
  outboxId: string
  actorId: string
  variant: Generated<string>
  inbox: string
  host: string
  thread: string
  state: Generated<"pending" | "done" | "dead">
  attempts: Generated<number>
  dueAt: Date
  leasedUntil: Date | null
  status: number | null
  error: string | null
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

export interface InboxActivityTable {
  id: GeneratedAlways<number>
  activityId: string
  digest: string
  actor: string
  type: string
  recipient: string | null
  body: string
  receivedAt: Generated<Date>
  state: Generated<"pending" | "done" | "ignored" | "failed">
  attempts: Generated<number>
  dueAt: Generated<Date>
  leasedUntil: Date | null
  error: string | null
}

interface ReplyTable {
  id: string
  objectPath: string
  actor: string
  inReplyTo: string
  content: string
  url: string | null
  public: boolean
  publishedAt: Date
  updatedAt: Date | null
  receivedAt: Generated<Date>
}

interface PartnerEventTable {
  id: string
  remoteId: string
  name: string
  document: Json<Record<string, unknown>>
  activityId: string | null
  startsAt: Date | null
  endsAt: Date | null
  receivedAt: Generated<Date>
  updatedAt: Date | null
  /** when what we know of it last changed */
  changedAt: Generated<Date>
  /** public, with a date, and of a bearable size */
  shown: GeneratedAlways<boolean>
  deletedAt: Date | null
}

interface TokenTable {
  id: string
  name: string
  scopes: string[]
  accountId: string | null
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
}

/** jsonb: given to the driver as text, read back parsed. */
export type Json<T> = ColumnType<T, string, string>
export type JsonWithDefault<T> = ColumnType<T, string | undefined, string>
