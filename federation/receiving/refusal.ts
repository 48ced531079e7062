/** Why a request to an inbox is refused: the status of the answer and the reason in it. Nothing was stored. */
export class RequestRefusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 408 | 413 | 415 | 429
  /** seconds, with 429 */
  readonly retryAfter: number | null

  constructor(status: RequestRefusal["status"], reason: string, retryAfter: number | null = null) {
    super(reason)
    this.name = "RequestRefusal"
    this.status = status
    this.retryAfter = retryAfter
  }
}
