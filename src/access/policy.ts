import { accountOf, type By, type Grant, ROLES, type Role, type Scope } from "../domain/by.ts"
import { DomainError } from "../domain/errors.ts"

/** What an action is about, as far as permissions depend on it. */
export interface On {
  /** null: nothing of one calendar */
  calendarId?: string | null | undefined
  /** the account that wrote it */
  authorId?: string | null | undefined
  published?: boolean | undefined
  /** the import source that it came from */
  sourceId?: string | null | undefined
  /** the actor elsewhere whose it is: their follow, reaction, reply, event */
  remoteId?: string | undefined
}

interface Permission {
  /** the least role that suffices, on the calendar that it is about */
  role: Role | ((own: boolean, on: On) => Role)
  /** what a token must open as well */
  scope: Scope | readonly Scope[]
  /** who else may, beside people: a source in its own calendar, an actor elsewhere, the worker */
  also?: readonly ("source" | "remote" | "worker")[]
}

/** Four eyes: what somebody wrote is published by somebody else, unless they may publish without. */
const reviewed = (own: boolean): Role => (own ? "publisher" : "validator")
/** Drafts of one's own; with a validator's role those of others, published or not. */
const edited = (own: boolean, { published }: On): Role => (own && !published ? "author" : reviewed(own))
const removed = (own: boolean, { published }: On): Role => (published ? "publisher" : own ? "author" : "validator")

const administrators = { role: "admin", scope: "admin" } as const
/** What an actor elsewhere does to their own. */
const ofRemoteActor = { ...administrators, also: ["remote"] } as const

/**
 * Everything that can be done, and who may. An author writes drafts; a validator also edits and publishes what others wrote; a publisher
 * publishes, changes and cancels without review; an administrator may everything.
 */
export const PERMISSIONS = {
  "event:create": { role: "author", scope: "write:events", also: ["source"] },
  "event:edit": { role: edited, scope: "write:events", also: ["source"] },
  "event:publish": { role: reviewed, scope: "write:events", also: ["source"] },
  /** cancel, postpone, reschedule, move online, full, restore: followers are told */
  "event:change": { role: "publisher", scope: "write:events", also: ["source"] },
  "event:delete": { role: removed, scope: "write:events" },
  "event:read-draft": { role: "author", scope: ["read", "write:events"] },
  "interview:create": { role: "author", scope: "write:interviews" },
  "interview:edit": { role: edited, scope: "write:interviews" },
  "interview:publish": { role: reviewed, scope: "write:interviews" },
  "interview:delete": { role: removed, scope: "write:interviews" },
  "interview:read-draft": { role: "author", scope: ["read", "write:interviews"] },
  "calendar:create": administrators,
  "calendar:edit": administrators,
  "publisher:edit": administrators,
  "site:edit": administrators,
  "content:load": administrators,
  "source:add": { role: "publisher", scope: "write:events" },
  "source:remove": { role: "publisher", scope: "write:events" },
  "source:refresh": { role: "publisher", scope: "write:events", also: ["source"] },
  /** its new entries, together; each change of one has its own */
  "source:import": { role: "publisher", scope: "write:events", also: ["source"] },
  "token:create": administrators,
  "token:read": administrators,
  "token:revoke": administrators,
  "account:invite": administrators,
  /** only written to the audit log: the secret of the invitation is the permission */
  "account:accept": administrators,
  "audit:read": administrators,
  "delivery:resend": administrators,
  "partner:follow": administrators,
  "partner:unfollow": administrators,
  "partner:move": ofRemoteActor,
  "partner:answer": ofRemoteActor,
  "follower:accept": ofRemoteActor,
  "follower:remove": ofRemoteActor,
  "reaction:add": ofRemoteActor,
  "reaction:remove": ofRemoteActor,
  "reply:store": ofRemoteActor,
  "reply:remove": ofRemoteActor,
  "partner-event:store": ofRemoteActor,
  "partner-event:remove": ofRemoteActor,
  "quote:authorize": ofRemoteActor,
  "join:ignore": ofRemoteActor,
  "remote-actor:forget": ofRemoteActor,
  "rendering:renew": { ...administrators, also: ["worker"] },
} as const satisfies Record<string, Permission>

export type Permitted = keyof typeof PERMISSIONS

/** Whether they may do it. Pure: what it is about is told in `on`. */
export function may(by: By, action: Permitted, on: On = {}): boolean {
  const { role, scope, also = [] }: Permission = PERMISSIONS[action]
  switch (by.kind) {
    case "operator":
      return true
    case "visitor":
      return false
    case "worker":
      return also.includes("worker")
    case "remote":
      return also.includes("remote") && on.remoteId === by.actor
    case "source":
      return also.includes("source") && by.calendarId === on.calendarId && by.id === (on.sourceId ?? by.id)
    case "account":
    case "token": {
      if (by.kind === "token" && !opens(by.scopes, scope)) return false
      const account = accountOf(by)
      if (account === null) return true
      const own = on.authorId === account.id
      return holds(account.grants, typeof role === "function" ? role(own, on) : role, on.calendarId ?? null)
    }
  }
}

/** The calendars on which they may do it; `all` includes those to come. */
export function calendarsWhere(by: By, action: Permitted): "all" | string[] {
  if (may(by, action)) return "all"
  const calendars = accountOf(by)?.grants.flatMap(({ calendarId }) => calendarId ?? []) ?? []
  return calendars.filter(calendarId => may(by, action, { calendarId }))
}

/** @throws {DomainError} `forbidden` */
export function authorize(by: By, action: Permitted, on: On = {}): void {
  if (!may(by, action, on)) throw new DomainError("not-permitted", { action })
}

/** Who may write a thing may read it. */
const opens = (scopes: readonly Scope[], scope: Scope | readonly Scope[]): boolean =>
  scopes.includes("admin") || [scope].flat().some(one => scopes.includes(one as Scope))

/** Whether one of these grants has at least this role, on that calendar. What belongs to no calendar needs a role on all. */
function holds(grants: readonly Grant[], role: Role, calendarId: string | null): boolean {
  return grants.some(
    grant =>
      ROLES.indexOf(grant.role) >= ROLES.indexOf(role) &&
      (grant.calendarId === null || grant.calendarId === calendarId),
  )
}
