/** What an account may do, from least to most. `admin` is for the whole site; the others are for one calendar or for all. */
export const ROLES = ["author", "validator", "publisher", "admin"] as const
export type Role = (typeof ROLES)[number]

/** A role of an account. */
export interface Grant {
  role: Role
  /** null: on every calendar, those to come included */
  calendarId: string | null
}

/** What an API token opens. `admin` opens everything; a token that may write may read what it writes. */
export const SCOPES = ["read", "write:events", "write:interviews", "admin"] as const
export type Scope = (typeof SCOPES)[number]

export interface ByAccount {
  kind: "account"
  id: string
  name: string
  grants: readonly Grant[]
}

/** A token opens what both its scopes and its account allow; one that the operator made has no account: its scopes alone count. */
export interface ByToken {
  kind: "token"
  id: string
  name: string
  scopes: readonly Scope[]
  account: ByAccount | null
}

/** Entries of an imported calendar. */
export interface BySource {
  kind: "source"
  id: string
  name: string
  calendarId: string
}

/** Who acts: every action takes one, asks the policy about it and writes it to the audit log. */
export type By =
  | ByAccount
  | ByToken
  | BySource
  /** an actor on another server, whose activity was authenticated */
  | { kind: "remote"; actor: string }
  | { kind: "worker" }
  /** whoever can run commands on the machine; also the first start */
  | { kind: "operator" }
  /** somebody without an account or a token */
  | { kind: "visitor" }

export const OPERATOR: By = { kind: "operator" }
export const WORKER: By = { kind: "worker" }
export const VISITOR: By = { kind: "visitor" }
export const bySource = ({
  id,
  name,
  calendarId,
}: {
  id: string
  name: string | null
  calendarId: string
}): BySource => ({
  kind: "source",
  id,
  name: name ?? id,
  calendarId,
})
export const byRemote = (actor: string): By => ({ kind: "remote", actor })

/** The account that acts, itself or by a token; null for everybody else. */
export function accountOf(by: By): ByAccount | null {
  if (by.kind === "account") return by
  return by.kind === "token" ? by.account : null
}

/** What the audit log calls them. */
export function nameOf(by: By): { id: string | null; name: string } {
  switch (by.kind) {
    case "account":
    case "source":
      return { id: by.id, name: by.name }
    case "token":
      return { id: by.id, name: by.account ? `${by.account.name} (${by.name})` : by.name }
    case "remote":
      return { id: by.actor, name: by.actor }
    case "worker":
    case "operator":
    case "visitor":
      return { id: null, name: by.kind }
  }
}
