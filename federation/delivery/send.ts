import type { Dispatcher } from "undici"
import type { Answer } from "./outcome.ts"
import type { Parcel } from "./parcel.ts"

/** The guarded way out, as far as deliveries need it. */
export interface WayOut {
  userAgent: string
  dispatcher: Dispatcher
  /** @throws for an address that must never be asked */
  checkUrl(address: string): URL
}

export const CONTENT_TYPE = "application/activity+json"
/** Connecting has its own ten seconds in the dispatcher. */
const RESPONSE_TIMEOUT_MS = 10_000
/** What a successful answer may carry before its connection is closed rather than kept. */
const DRAINED_BYTES = 64 * 1024
/** What is kept of a refusal, for the people who look into it. */
const TEXT_BYTES = 2_048
const TEXT_CHARACTERS = 200

/** One POST. Never throws and never follows a redirect: a 3xx is an answer like another. */
export async function post(
  way: WayOut,
  { url, parcel, headers, signal }: { url: URL; parcel: Parcel; headers: Record<string, string>; signal: AbortSignal },
): Promise<Answer> {
  try {
    const {
      statusCode,
      headers: answered,
      body,
    } = await way.dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: "POST",
      headers: { ...headers, "user-agent": way.userAgent, accept: "application/activity+json, application/json" },
      body: parcel.body,
      headersTimeout: RESPONSE_TIMEOUT_MS,
      bodyTimeout: RESPONSE_TIMEOUT_MS,
      signal,
    })
    if (statusCode >= 200 && statusCode < 300) {
      // delivered: what the answer says, or whether it ends well, changes nothing
      await body.dump({ limit: DRAINED_BYTES }).catch(() => {})
      return { status: statusCode, retryAfter: null, text: "" }
    }
    return { status: statusCode, retryAfter: first(answered["retry-after"]), text: await opening(body) }
  } catch (error) {
    return { status: null, error: reasonOf(error), fault: faultOf(error, signal) }
  }
}

const first = (value: string | string[] | undefined): string | null =>
  Array.isArray(value) ? (value[0] ?? null) : (value ?? null)

async function opening(body: Dispatcher.ResponseData["body"]): Promise<string> {
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
    // the status is what counts
  }
  const text = Buffer.concat(chunks).toString("utf8", 0, TEXT_BYTES)
  return text
    .replace(/<[^>]*>/g, " ")
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, TEXT_CHARACTERS)
}

/** Shortages of this machine: they say nothing about the other side. */
const OURS = new Set(["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "EADDRNOTAVAIL"])

const codesOf = (error: unknown): string[] =>
  [error, ...((error as AggregateError)?.errors ?? [])].map(one => String((one as NodeJS.ErrnoException)?.code ?? ""))

function faultOf(error: unknown, signal: AbortSignal): "theirs" | "ours" | "refused" {
  const codes = codesOf(error)
  // the guard's word for an address that is private or otherwise never asked
  if (codes.includes("url")) return "refused"
  if (codes.some(code => OURS.has(code))) return "ours"
  return signal.aborted && signal.reason === STOPPING ? "ours" : "theirs"
}

/** Reason of an abort when this process is told to stop. */
export const STOPPING = new Error("this worker was stopped")
/** Reason of an abort when a delivery has lasted too long in all. */
export const OVERDUE = new Error("no whole answer in time")

function reasonOf(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException
  return (message || code || String(error)).slice(0, 300)
}
