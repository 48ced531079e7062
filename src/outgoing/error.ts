/**
 * Why an outgoing request was not sent or has no result:
 * `url` (not http(s), credentials, a private address written out), `address` (a name that leads to a private address),
 * `dns`, `network`, `timeout`, `redirect` (too many, or to nowhere), `status`, `media-type`, `encoding`, `too-large`,
 * `json`.
 */
export type OutgoingErrorCode =
  | "url"
  | "address"
  | "dns"
  | "network"
  | "timeout"
  | "redirect"
  | "status"
  | "media-type"
  | "encoding"
  | "too-large"
  | "json"

/** The only error type that functions of this folder throw. `url` is the address that failed, after redirects. */
export class OutgoingError extends Error {
  readonly code: OutgoingErrorCode
  readonly url: string
  /** of the response, with code `status` */
  readonly status: number | null

  constructor(
    code: OutgoingErrorCode,
    url: string,
    reason: string,
    options: { status?: number; cause?: unknown } = {},
  ) {
    super(`${url}: ${reason}`, { cause: options.cause })
    this.name = "OutgoingError"
    this.code = code
    this.url = url
    this.status = options.status ?? null
  }
}

const NAME_ERRORS = new Set([
  "ENOTFOUND",
  "ENODATA",
  "ESERVFAIL",
  "EREFUSED",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EBADNAME",
  "EFORMERR",
  "EBADRESP",
])
const TIMEOUTS = new Set([
  "ETIMEOUT",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
])

/** Turns what undici, the resolver, TLS and zlib throw into an `OutgoingError`. */
export function outgoingError(cause: unknown, url: string): OutgoingError {
  if (cause instanceof OutgoingError) return cause
  const error = cause as NodeJS.ErrnoException
  // Happy Eyeballs throws an AggregateError without a message, with one error for each address
  const reason = error?.message || error?.code || String(cause)
  if (error?.name === "TimeoutError" || TIMEOUTS.has(error?.code ?? ""))
    return new OutgoingError("timeout", url, reason, { cause })
  if (NAME_ERRORS.has(error?.code ?? "")) return new OutgoingError("dns", url, reason, { cause })
  return new OutgoingError("network", url, reason, { cause })
}
