/** What trying again cannot mend. */
export class Hopeless extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = "Hopeless"
  }
}

/** The guarded way out says what went wrong in a code, and which status was answered. */
interface OutgoingFailure {
  code?: string
  status?: number | null
}

const HOPELESS = new Set(["url", "address", "media-type", "too-large", "encoding", "json", "redirect"])
/** Too slow, too much, not now. */
const LATER = new Set([401, 403, 408, 425, 429])

/** Their own server says that it is not there: 404 as well as 410 (Gancio, WordPress). */
export const isGone = (error: unknown): boolean => [404, 410].includes((error as OutgoingFailure)?.status ?? 0)

export function isHopeless(error: unknown): boolean {
  if (error instanceof Hopeless) return true
  const { code, status } = (error ?? {}) as OutgoingFailure
  if (status) return status >= 400 && status < 500 && !LATER.has(status)
  return HOPELESS.has(code ?? "")
}

export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500)
