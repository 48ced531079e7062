export type Role = "author" | "validator" | "publisher" | "admin"

export interface AccountTable {
  id: string
  name: string
  email: string | null
  role: Role
  createdAt: Date
}

export interface InvitationTable {
  digest: string
  role: Role
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
