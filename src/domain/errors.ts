/** What went wrong, in the few words the edges (HTTP, CLI) can map; strangers see `message`, never a stack. */
export type ErrorCode = "invalid" | "unauthorized" | "forbidden" | "not-found" | "gone" | "conflict" | "too-large"

/** One field that cannot be accepted, and why. `field` is a path such as `events[3].start`. */
export interface FieldProblem {
  field: string
  reason: string
}

/** The only error type that actions throw on purpose. */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly problems: FieldProblem[]

  constructor(code: ErrorCode, message: string, problems: FieldProblem[] = []) {
    super(message)
    this.name = "DomainError"
    this.code = code
    this.problems = problems
  }
}

/** Bad input: every field that is wrong, at once. */
export const invalid = (problems: FieldProblem[]): DomainError =>
  new DomainError("invalid", problems.map(p => `${p.field}: ${p.reason}`).join("; "), problems)

export const notFound = (what: string): DomainError => new DomainError("not-found", `${what} does not exist`)
