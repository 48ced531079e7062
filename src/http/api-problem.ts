import { randomUUID } from "node:crypto"
import { STATUS_CODES } from "node:http"
import { getLogger } from "@logtape/logtape"
import { DomainError, type ErrorCode, type FieldProblem } from "../domain/errors.ts"
import { isOutage } from "../store/outage.ts"

const log = getLogger(["beffroi", "api"])

/** What an action refuses, as HTTP says it. */
const STATUS_OF: Record<ErrorCode, number> = {
  invalid: 422,
  unauthorized: 401,
  forbidden: 403,
  "not-found": 404,
  gone: 410,
  conflict: 409,
  "too-large": 413,
}

/** A refusal that only HTTP knows: a method, a media type, a header. */
export class HttpProblem extends Error {
  readonly status: number
  readonly problems: FieldProblem[]
  readonly headers: Record<string, string>

  constructor(
    status: number,
    detail: string,
    { problems = [], headers = {} }: { problems?: FieldProblem[]; headers?: Record<string, string> } = {},
  ) {
    super(detail)
    this.name = "HttpProblem"
    this.status = status
    this.problems = problems
    this.headers = headers
  }
}

/** The pieces of an error answer, also for its documentation (RFC 9457). */
export const problemName = (status: number): string =>
  (STATUS_CODES[status] ?? "Error").toLowerCase().replaceAll(" ", "-")

/** Every error, in words and with a number that fits; strangers see nothing of an unexpected one but a reference. */
export function problemAnswer(error: unknown, origin: string): Response {
  const problem = error instanceof HttpProblem ? error : fromError(error)
  const { status, message: detail, problems, headers } = problem
  const type = `${origin}/api/openapi.json#/components/responses/${problemName(status)}`
  const body = { type, title: STATUS_CODES[status] ?? "Error", status, detail, problems }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      Vary: "Authorization",
      ...headers,
    },
  })
}

function fromError(error: unknown): HttpProblem {
  if (error instanceof DomainError) return new HttpProblem(STATUS_OF[error.code], error.message, error)
  const code = String((error as { code?: unknown } | null)?.code ?? "")
  // unique_violation: two asked for the same name in the same moment, and the other was first
  if (code === "23505") return new HttpProblem(409, "somebody made the same thing in the same moment: try again")
  if (isOutage(error) || BUSY.test(code)) {
    log.error("the database does not answer: {error}", { error })
    return new HttpProblem(503, "the database does not answer: try again in a minute", {
      headers: { "Retry-After": "60" },
    })
  }
  const reference = randomUUID()
  log.error("unexpected error {reference}: {error}", { reference, error })
  return new HttpProblem(500, `the server could not answer; nothing was changed. Reference: ${reference}`)
}

/** PostgreSQL's serialization failure, deadlock and lock time-out. */
const BUSY = /^(40001|40P01|55P03)$/
