import { STATUS_CODES } from "node:http"
import type { ErrorKind } from "../domain/errors.ts"

/** The HTTP status of what an action refuses. */
export const STATUS_OF: Record<ErrorKind, number> = {
  invalid: 422,
  unauthorized: 401,
  forbidden: 403,
  "not-found": 404,
  gone: 410,
  conflict: 409,
  "too-large": 413,
}

/** Members of a problem document (RFC 9457 §3.1), and extensions of our own. */
interface ProblemMembers {
  type?: string
  /** without one, the reason phrase of the status */
  title?: string
  detail?: string
  [extension: string]: unknown
}

/** An error as `application/problem+json` (RFC 9457). What does not exist now may exist later: no cache stores it. */
export function problem(
  status: number,
  { type, title = STATUS_CODES[status] ?? "Error", detail, ...extensions }: ProblemMembers,
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify({ type, title, status, detail, ...extensions }), {
    status,
    headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store", ...headers },
  })
}
