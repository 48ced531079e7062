import type { Generated } from "kysely"

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

export interface RemoteActorTable {
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
