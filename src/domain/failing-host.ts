/** Another server that does not answer. */
export interface FailingHost {
  name: string
  failingSince: Date
  /** since when nothing is sent to it any more; null: it is still tried */
  goneAt: Date | null
  /** when it is tried or asked next */
  pausedUntil: Date | null
  lastError: string | null
  /** deliveries */
  waiting: number
  followers: number
}
