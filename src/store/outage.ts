/** Network errors of Node, and PostgreSQL's classes 08 and 57P (connection, shutdown), 53300 (no connection left). */
const CODES = /^(?:ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08\w{3}|57P0[1-3]|53300)$/
/** What pg and Kysely throw without a code when a connection breaks or the process is stopping. */
const MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|driver has already been destroyed|Cannot use a pool after)/

/** Whether the database cannot be reached now: nothing is wrong with the request, and asking again later will do. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return CODES.test(String((error as { code?: unknown }).code)) || MESSAGES.test(error.message)
}
