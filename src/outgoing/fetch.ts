import type { IncomingHttpHeaders } from "node:http"
import { isIP } from "node:net"
import type { Dispatcher } from "undici"
import { bareHost } from "./addresses.ts"
import { OutgoingError, outgoingError } from "./error.ts"
import { ACCEPT_ENCODING, readBounded } from "./read.ts"

export interface FetchOptions {
  /** the Accept header; default: anything */
  accept?: string
  /** of the body, after decompression; default 1 MiB */
  maxBytes?: number
  /** acceptable media types, without parameters, of a 2xx response; `text/*` accepts all of a kind. Default: any */
  mediaTypes?: readonly string[]
  /** milliseconds for name resolution, redirects and body together; default 15,000 */
  totalTimeout?: number
  /** default 5; the address of each is checked like the first one */
  maxRedirects?: number
  /** more headers; a function is called for each redirect, since a signature depends on the address */
  headers?: Record<string, string> | ((url: URL) => Promise<Record<string, string>>)
  signal?: AbortSignal
}

export interface Fetched {
  /** after redirects */
  url: string
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

export type GuardedFetch = (url: string | URL, options?: FetchOptions) => Promise<Fetched>

const MIB = 1024 * 1024
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * Checks an address before a request: http or https, without credentials, and not an IP address that is not allowed in
 * any notation (URLs normalise `0x7f.1` to 127.0.0.1). Names are checked when connecting.
 * @throws {OutgoingError} `url`
 */
export function checkUrl(address: string | URL, isAllowed: (address: string) => boolean): URL {
  const text = String(address)
  const url = URL.parse(text)
  if (!url) throw new OutgoingError("url", text, "is not an address")
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new OutgoingError("url", text, "is neither http nor https")
  if (url.username || url.password)
    throw new OutgoingError("url", `${url.origin}${url.pathname}`, "carries credentials")
  const host = bareHost(url.hostname)
  if (isIP(host) !== 0 && !isAllowed(host)) throw new OutgoingError("url", text, "is not a public address")
  url.hash = ""
  return url
}

/**
 * Makes the GET of this server: it reaches only allowed addresses and is limited in time, bytes and redirects. It
 * resolves with any status, and throws {OutgoingError}.
 */
export function createGuardedFetch(
  dispatcher: Dispatcher,
  { userAgent, isAllowed }: { userAgent: string; isAllowed: (address: string) => boolean },
): GuardedFetch {
  return async (address, options = {}) => {
    const { accept = "*/*", maxBytes = MIB, mediaTypes, totalTimeout = 15_000, maxRedirects = 5 } = options
    const timeout = AbortSignal.timeout(totalTimeout)
    const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout
    let url = checkUrl(address, isAllowed)
    for (let hops = 0; ; hops++) {
      try {
        const more = typeof options.headers === "function" ? await options.headers(url) : options.headers
        const request = dispatcher.request({
          origin: url.origin,
          path: url.pathname + url.search,
          method: "GET",
          headers: { accept, "user-agent": userAgent, "accept-encoding": ACCEPT_ENCODING, ...more },
          headersTimeout: totalTimeout,
          bodyTimeout: totalTimeout,
          signal,
        })
        const { statusCode: status, headers, body } = await unlessAborted(request, signal)
        // an abort after the headers destroys the body with an error, which is unhandled if nobody reads the body
        body.on("error", () => {})
        if (REDIRECTS.has(status) && headers.location) {
          body.destroy()
          if (hops >= maxRedirects) throw new OutgoingError("redirect", url.href, `more than ${maxRedirects} redirects`)
          url = checkUrl(redirected(String(headers.location), url), isAllowed)
          continue
        }
        if (status >= 200 && status < 300 && mediaTypes && status !== 204) {
          const type = mediaType(headers)
          if (!mediaTypes.some(accepted => matches(accepted, type))) {
            body.destroy()
            const reason = `is ${type || "of no media type"}, not ${mediaTypes.join(" or ")}`
            throw new OutgoingError("media-type", url.href, reason)
          }
        }
        const encoding = headers["content-encoding"]
        return {
          url: url.href,
          status,
          headers,
          body: await readBounded(body, String(encoding ?? ""), maxBytes, url.href),
        }
      } catch (error) {
        if (timeout.aborted)
          throw new OutgoingError("timeout", url.href, `no whole answer in ${totalTimeout / 1000} s`, { cause: error })
        throw outgoingError(error, url.href)
      }
    }
  }
}

/**
 * Rejects when the signal aborts. undici looks at the signal of a request only once it is connected; this also ends
 * name resolution and handshakes.
 */
function unlessAborted<T>(request: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener("abort", abort, { once: true })
    request.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort))
  })
}

/** @param accepted a media type, or `text/*` */
const matches = (accepted: string, type: string): boolean =>
  accepted === type || (accepted.endsWith("/*") && type.startsWith(accepted.slice(0, -1)))

/** The media type in lower case, without parameters. */
export const mediaType = (headers: IncomingHttpHeaders): string =>
  String(headers["content-type"] ?? "")
    .split(";")[0]!
    .trim()
    .toLowerCase()

function redirected(location: string, from: URL): string {
  const to = URL.parse(location, from)
  if (!to) throw new OutgoingError("redirect", from.href, "redirects to what is not an address")
  return to.href
}
