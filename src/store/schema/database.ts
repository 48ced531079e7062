import type { AccountGrantTable, AccountTable, IdempotencyTable, InvitationTable, TokenTable } from "./accounts.ts"
import type { ActorKeyTable, ActorTable, CalendarTable } from "./actors.ts"
import type { AuditTable } from "./audit.ts"
import type { CalendarEntryTable } from "./calendar-entries.ts"
import type { EventTable, EventWordsTable, NewsTable, SessionTable } from "./events.ts"
import type { FollowerDigestTable, FollowerInboxTable, FollowerTable, FollowingTable } from "./followers.ts"
import type { HostTable, RemoteActorTable } from "./hosts.ts"
import type { InboxActivityTable, RevokedTable } from "./inbox.ts"
import type { InterviewTable, InterviewWordsTable } from "./interviews.ts"
import type { DeliveryTable, ObjectTable, OutboxTable } from "./outbox.ts"
import type { PartnerEventTable } from "./partner-events.ts"
import type { EventPlaceTable, PlaceTable } from "./places.ts"
import type { ReactionTable, ReplyTable } from "./reactions.ts"
import type { KvTable, SettingTable } from "./settings.ts"
import type { ImportedEventTable, SourceTable } from "./sources.ts"
import type { DeletedView, PublicEventView, PublicInterviewView, PublicNewsView, PublicSessionView } from "./views.ts"

/** The tables and views as Kysely sees them: snake_case in PostgreSQL, camelCase here. Written beside `migrations/`. */
export interface Database {
  setting: SettingTable
  kv: KvTable
  actor: ActorTable
  calendar: CalendarTable
  actorKey: ActorKeyTable
  place: PlaceTable
  eventPlace: EventPlaceTable
  event: EventTable
  session: SessionTable
  news: NewsTable
  eventWords: EventWordsTable
  calendarEntry: CalendarEntryTable
  interview: InterviewTable
  interviewWords: InterviewWordsTable
  source: SourceTable
  importedEvent: ImportedEventTable
  object: ObjectTable
  outbox: OutboxTable
  delivery: DeliveryTable
  inboxActivity: InboxActivityTable
  revoked: RevokedTable
  host: HostTable
  remoteActor: RemoteActorTable
  follower: FollowerTable
  followerDigest: FollowerDigestTable
  followerInbox: FollowerInboxTable
  following: FollowingTable
  reaction: ReactionTable
  reply: ReplyTable
  partnerEvent: PartnerEventTable
  account: AccountTable
  accountGrant: AccountGrantTable
  audit: AuditTable
  invitation: InvitationTable
  token: TokenTable
  idempotency: IdempotencyTable
  publicEvent: PublicEventView
  publicSession: PublicSessionView
  publicNews: PublicNewsView
  publicInterview: PublicInterviewView
  deletedEvent: DeletedView
  deletedInterview: DeletedView
}
