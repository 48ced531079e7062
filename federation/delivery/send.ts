import type { Dispatcher } from "undici"
import type { Outgoing } from "../../src/outgoing/index.ts"
import type { DeliveryAnswer } from "./outcome.ts"

/** The guarded HTTP client, as far as deliveries need it. */
export type PostClient = Pick<Outgoing, "userAgent" | "dispatcher" | "checkUrl">

export const CONTENT_TYPE = "application/activity+json"
/** The dispatcher bounds connecting by another ten seconds. */
const RESPONSE_TIMEOUT_MS = 10_000
/** A longer body of a successful answer closes the connection instead of keeping it alive. */
const DRAINED_BYTES = 64 * 1024
/** How much of an error answer is recorded for administrators. */
const TEXT_BYTES = 2_048
const TEXT_CHARACTERS = 200

/** One POST. Never throws and never follows a redirect: a 3xx is an answer like any other. */
export async function post(
  client: PostClient,
  { url, body, headers, signal }: { url: URL; body: Buffer; headers: Record<string, string>; signal: AbortSignal },
): Promise<DeliveryAnswer> {
  try {
    const response = await client.dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: "POST",
      headers: { ...headers, "user-agent": client.userAgent, accept: "application/activity+json, application/json" },
      body,
      headersTimeout: RESPONSE_TIMEOUT_MS,
      bodyTimeout: RESPONSE_TIMEOUT_MS,
      signal,
    })
    const { statusCode: status } = response
    if (status >= 200 && status < 300) {
      // delivered: the body, and whether it ends well, change nothing
      await response.body.dump({ limit: DRAINED_BYTES }).catch(() => {})
      return { status, retryAfter: null, text: "" }
    }
    return { status, retryAfter: first(response.headers["retry-after"]), text: await beginningOf(response.body) }
  } catch (error) {
    return { status: null, error: reasonOf(error), fault: faultOf(error, signal) }
  }
}

const first = (value: string | string[] | undefined): string | null =>
  Array.isArray(value) ? (value[0] ?? null) : (value ?? null)

/** The first characters of a body as plain text. */
async function beginningOf(body: Dispatcher.ResponseData["body"]): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      // leaving the loop closes the connection
      if (size > TEXT_BYTES) break
    }
  } catch {
    // the status alone decides
  }
  const text = Buffer.concat(chunks).toString("utf8", 0, TEXT_BYTES)
  return text
    .replace(/<[^>]*>/g, " ")
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, TEXT_CHARACTERS)
}

/** Errors of this machine's resources, which say nothing about the other server. */
const LOCAL_ERRORS = new Set(["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "EADDRNOTAVAIL"])

const codesOf = (error: unknown): string[] =>
  [error, ...((error as AggregateError)?.errors ?? [])].map(one => String((one as NodeJS.ErrnoException)?.code ?? ""))

function faultOf(error: unknown, signal: AbortSignal): "theirs" | "ours" | "refused" {
  const codes = codesOf(error)
  // the code of the outgoing guard for an address that is private or otherwise forbidden
  if (codes.includes("url")) return "refused"
  if (codes.some(code => LOCAL_ERRORS.has(code))) return "ours"
  return signal.aborted && signal.reason === STOPPING ? "ours" : "theirs"
}

/** Reason of an abort when this process stops. */
export const STOPPING = new Error("this worker was stopped")
/** Reason of an abort when a request has lasted too long in all. */
export const OVERDUE = new Error("no whole answer in time")

function reasonOf(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException
  return (message || code || String(error)).slice(0, 300)
}
