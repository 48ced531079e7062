import type { FieldProblem, NoParameters } from "./field-problem.ts"

/** What went wrong, in the few classes that the edges map: to a status of HTTP, to an exit code. */
export type ErrorKind = "invalid" | "unauthorized" | "forbidden" | "not-found" | "gone" | "conflict" | "too-large"

/** What an address, an id or a name may fail to name. */
export type Thing =
  | "address"
  | "calendar"
  | "delivery"
  | "event"
  | "interview"
  | "organiser"
  | "partner"
  | "place"
  | "session"
  | "source"
  | "tag"
  | "token"

/** Every refusal, and the parameters of its sentence. The sentences are in `text/words`. */
export interface ErrorParameters {
  /** the problems say which fields and why */
  "invalid-fields": NoParameters
  "actor-address-malformed": { value: string }
  /** @property cause in English, such as `is not an actor` */
  "actor-unusable": { id: string; cause: string }
  "actor-id-differs": { id: string; actual: string }
  /** @property action as the policy names it */
  "not-permitted": { action: string }
  "token-unknown": NoParameters
  "token-revoked": NoParameters
  "token-expired": NoParameters
  "token-foreign": NoParameters
  /** @property name as it was asked for; left out where the address of the request says it */
  "not-found": { what: Thing; name?: string }
  "actor-unreadable": { id: string; cause: string }
  "host-unreachable": { host: string; cause: string }
  "account-unknown": { host: string; address: string; status: number }
  "account-without-actor": { address: string }
  deleted: { what: "event" | "interview" }
  "already-published": { what: "event" | "interview" }
  "event-is-draft": NoParameters
  "event-is-cancelled": NoParameters
  "event-must-be-restored": NoParameters
  "event-already-cancelled": NoParameters
  "event-already-postponed": NoParameters
  "event-already-online": NoParameters
  "event-already-full": NoParameters
  "event-not-restorable": NoParameters
  "source-already-added": { calendar: string }
  "source-busy": NoParameters
  "delivery-not-dead": { state: string }
  "body-too-large": NoParameters
}

export type ErrorCode = keyof ErrorParameters

const KIND_OF: Record<ErrorCode, ErrorKind> = {
  "invalid-fields": "invalid",
  "actor-address-malformed": "invalid",
  "actor-unusable": "invalid",
  "actor-id-differs": "invalid",
  "not-permitted": "forbidden",
  "token-unknown": "unauthorized",
  "token-revoked": "unauthorized",
  "token-expired": "unauthorized",
  "token-foreign": "unauthorized",
  "not-found": "not-found",
  "actor-unreadable": "not-found",
  "host-unreachable": "not-found",
  "account-unknown": "not-found",
  "account-without-actor": "not-found",
  deleted: "gone",
  "already-published": "conflict",
  "event-is-draft": "conflict",
  "event-is-cancelled": "conflict",
  "event-must-be-restored": "conflict",
  "event-already-cancelled": "conflict",
  "event-already-postponed": "conflict",
  "event-already-online": "conflict",
  "event-already-full": "conflict",
  "event-not-restorable": "conflict",
  "source-already-added": "conflict",
  "source-busy": "conflict",
  "delivery-not-dead": "conflict",
  "body-too-large": "too-large",
}

/** A code alone where it has no parameters, else the code and its parameters. */
type CodeAndParameters<C extends ErrorCode> = NoParameters extends ErrorParameters[C]
  ? [code: C, parameters?: ErrorParameters[C]]
  : [code: C, parameters: ErrorParameters[C]]

/**
 * The only error that actions throw on purpose. It holds no sentence: the edge makes one with `text/errors.ts`, in the language
 * of its reader. `message` is for stack traces.
 */
export class DomainError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C
  readonly kind: ErrorKind
  readonly parameters: ErrorParameters[C]
  /** of `invalid-fields`, else empty */
  readonly problems: readonly FieldProblem[] = []

  constructor(...[code, parameters]: CodeAndParameters<C>) {
    super(parameters ? `${code} ${JSON.stringify(parameters)}` : code)
    this.name = "DomainError"
    this.code = code
    this.kind = KIND_OF[code]
    this.parameters = parameters ?? ({} as ErrorParameters[C])
  }
}

/** Input of which every wrong field is named at once. */
class InvalidFields extends DomainError<"invalid-fields"> {
  override readonly problems: readonly FieldProblem[]

  constructor(problems: readonly FieldProblem[]) {
    super("invalid-fields")
    this.problems = problems
    this.message = `invalid-fields ${JSON.stringify(problems)}`
  }
}

export const invalid = (problems: readonly FieldProblem[]): DomainError => new InvalidFields(problems)

/** @param name as it was asked for; left out where the address of the request says it */
export const notFound = (what: Thing, name?: string): DomainError =>
  new DomainError("not-found", name === undefined ? { what } : { what, name })
