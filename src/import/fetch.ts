import type { Source } from "../domain/source.ts"

/** The guarded way out, as far as it is needed here. */
export type SourceFetch = (
  url: string,
  options: {
    accept: string
    maxBytes: number
    totalTimeout: number
    headers: Record<string, string>
    signal?: AbortSignal
  },
) => Promise<{
  url: string
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}>

export type FetchedSource =
  /** as it was applied last */
  { changed: false } | { changed: true; body: Buffer; etag: string | null; lastModified: string | null }

/** Why a source gave nothing, and how long it wishes to be left alone, in milliseconds. */
export class FetchError extends Error {
  readonly retryAfter: number | null
  constructor(message: string, retryAfter: number | null = null) {
    super(message)
    this.retryAfter = retryAfter
  }
}

const ACCEPT =
  "text/calendar, application/ld+json;q=0.8, application/json;q=0.8, text/csv;q=0.8, application/xml;q=0.8, text/html;q=0.7, */*;q=0.1"
/** A calendar of 10,000 entries is 5 to 10 MB; of a bomb, every megabyte costs 3 ms. */
const MOST_BYTES = 12 * 1024 * 1024
const TIMEOUT_MS = 30_000

/** @throws {FetchError} in words that can be shown */
export async function fetchSource(
  fetch: SourceFetch,
  url: string,
  { etag, lastModified }: Pick<Source, "etag" | "lastModified">,
  signal?: AbortSignal,
): Promise<FetchedSource> {
  const headers = {
    ...(etag && { "if-none-match": etag }),
    ...(lastModified && { "if-modified-since": lastModified }),
  }
  const options = { accept: ACCEPT, maxBytes: MOST_BYTES, totalTimeout: TIMEOUT_MS, headers }
  const answer = await fetch(url, { ...options, ...(signal && { signal }) }).catch(error => {
    signal?.throwIfAborted()
    throw new FetchError((error as Error).message)
  })
  if (answer.status === 304 && (etag || lastModified)) return { changed: false }
  if (answer.status !== 200) throw new FetchError(wordsOf(answer.status), retryAfter(answer.headers["retry-after"]))
  const header = (name: string) =>
    typeof answer.headers[name] === "string" ? answer.headers[name].slice(0, 500) : null
  return { changed: true, body: answer.body, etag: header("etag"), lastModified: header("last-modified") }
}

function wordsOf(status: number): string {
  if (status === 401 || status === 403) return `its server does not show it to strangers (${status})`
  if (status === 404 || status === 410) return `there is no calendar at this address (${status})`
  if (status === 429) return "its server asks to be asked less often (429)"
  return `its server answers ${status}`
}

function retryAfter(value: string | string[] | undefined): number | null {
  if (typeof value !== "string") return null
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null
}
