/** Why a request is turned away: the status of the answer and the reason that its sender reads. Nothing was remembered. */
export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 408 | 413 | 415 | 429
  /** seconds, with 429 */
  readonly retryAfter: number | null

  constructor(status: Refusal["status"], reason: string, retryAfter: number | null = null) {
    super(reason)
    this.name = "Refusal"
    this.status = status
    this.retryAfter = retryAfter
  }
}
