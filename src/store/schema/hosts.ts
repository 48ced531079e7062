import type { Generated } from "kysely"
import type { SignatureScheme } from "../../domain/signature-scheme.ts"

export interface HostTable {
  name: string
  software: string | null
  version: string | null
  learntAt: Date | null
  signatureScheme: SignatureScheme | null
  signatureSchemeUntil: Date | null
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
