import { randomUUID } from "node:crypto"
import { STATUS_CODES } from "node:http"
import { getLogger } from "@logtape/logtape"
import { API } from "../domain/addresses/api.ts"
import { DomainError } from "../domain/errors.ts"
import type { FieldProblem } from "../domain/field-problem.ts"
import { absolute } from "../domain/paths.ts"
import { problem, STATUS_OF } from "../http/problem.ts"
import { isOutage } from "../store/outage.ts"
import { explained, sentenceOf } from "../text/errors.ts"

const log = getLogger(["beffroi", "api"])

/** An error of the protocol itself, which no action knows: a method, a media type, a header. */
export class HttpProblem extends Error {
  readonly status: number
  readonly problems: readonly FieldProblem[]
  readonly headers: Record<string, string>

  constructor(
    status: number,
    detail: string,
    { problems = [], headers = {} }: { problems?: readonly FieldProblem[]; headers?: Record<string, string> } = {},
  ) {
    super(detail)
    this.name = "HttpProblem"
    this.status = status
    this.problems = problems
    this.headers = headers
  }
}

/** The name of a status among the responses of the OpenAPI document: `unprocessable-entity`. */
export const problemName = (status: number): string =>
  (STATUS_CODES[status] ?? "Error").toLowerCase().replaceAll(" ", "-")

/** Any error as a problem document (RFC 9457). An unexpected one shows nothing of itself but the reference of its log entry. */
export function problemResponse(error: unknown, origin: string): Response {
  const { status, message: detail, problems, headers } = error instanceof HttpProblem ? error : problemOf(error)
  const type = `${absolute(origin, API.document())}#/components/responses/${problemName(status)}`
  return problem(status, { type, detail, problems: explained(problems) }, { Vary: "Authorization", ...headers })
}

function problemOf(error: unknown): HttpProblem {
  if (error instanceof DomainError) return new HttpProblem(STATUS_OF[error.kind], sentenceOf(error), error)
  const code = String((error as { code?: unknown } | null)?.code ?? "")
  // unique_violation: two requests claimed the same name at the same time
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
