import { UnreadableError } from "../vocab/reading/unreadable.ts"

/** A failure that trying again cannot change. */
export class PermanentError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = "PermanentError"
  }
}

/** What an `OutgoingError` says: what went wrong, and the HTTP status if there was one. */
interface LoadError {
  code?: string
  status?: number | null
}

const PERMANENT_CODES = new Set(["url", "address", "media-type", "too-large", "encoding", "json", "redirect"])
/** Client errors that may be answered otherwise later: authentication, timeouts and rate limits. */
const TEMPORARY_STATUSES = new Set([401, 403, 408, 425, 429])

/** Whether the server answers that the document does not exist: 410, and 404 as well (Gancio, WordPress). */
export const isGone = (error: unknown): boolean => [404, 410].includes((error as LoadError)?.status ?? 0)

export function isPermanent(error: unknown): boolean {
  if (error instanceof PermanentError || error instanceof UnreadableError) return true
  const { code, status } = (error ?? {}) as LoadError
  if (status) return status >= 400 && status < 500 && !TEMPORARY_STATUSES.has(status)
  return PERMANENT_CODES.has(code ?? "")
}

export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500)
