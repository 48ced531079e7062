import type { Role } from "../../domain/by.ts"

export interface AccountTable {
  id: string
  name: string
  email: string | null
  createdAt: Date
}

export interface AccountGrantTable {
  accountId: string
  role: Role
  /** null: on every calendar */
  calendarId: string | null
}

export interface InvitationTable {
  digest: string
  role: Role
  /** null: on every calendar */
  calendarIds: string[] | null
  createdAt: Date
  expiresAt: Date
  usedAt: Date | null
}

/** Responses to requests with an `Idempotency-Key`. */
export interface IdempotencyTable {
  key: string
  tokenId: string
  requestDigest: string
  status: number
  body: string
  location: string | null
  createdAt: Date
}

export interface TokenTable {
  id: string
  name: string
  scopes: string[]
  accountId: string | null
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
}
