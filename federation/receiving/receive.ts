import type { Context, Hono } from "hono"
import { hostOf } from "../../src/domain/hosts.ts"
import type { JsonObject } from "../../src/domain/json.ts"
import { absolute, paths } from "../../src/domain/paths.ts"
import { databaseUnavailable, publicProblem } from "../../src/http/public.ts"
import { readActor } from "../../src/store/actors.ts"
import type { Db } from "../../src/store/db.ts"
import { countPendingInboxActivities, insertInboxActivity, readStanding } from "../../src/store/inbox.ts"
import { isOutage } from "../../src/store/outage.ts"
import { isStoredActor } from "../../src/store/remote-actors.ts"
import { noteSignOfLife } from "../remote/gone-hosts.ts"
import { deletesItself } from "../remote/identity.ts"
import { checkDigest } from "../signatures/http/digest.ts"
import type { HttpSignature } from "../signatures/http/message.ts"
import { readSignature } from "../signatures/http/read.ts"
import { SignatureError } from "../signatures/signature-error.ts"
import { SYNCHRONIZATION } from "../synchronization/header.ts"
import { noteSynchronization } from "../synchronization/note.ts"
import { digestOfActivity } from "./activity-digest.ts"
import { type Authenticators, authenticate } from "./authenticate.ts"
import { checkHeaders, readBody } from "./body.ts"
import { readEnvelope } from "./envelope.ts"
import { createInboundLimits, type InboundLimits } from "./limits.ts"
import { parseObject } from "./parse.ts"
import { RequestRefusal } from "./refusal.ts"
import { createWorkerWakeup } from "./wakeup.ts"

export interface ReceivingOptions extends Authenticators {
  db: Db
  /** ORIGIN */
  origin: string
  now(): Date
}

interface Receiving extends ReceivingOptions {
  limits: InboundLimits
  wakeWorkers(): void
}

/** With so many activities waiting to be handled, senders are asked to come back later: they keep what they could not deliver. */
const MAX_WAITING = 50_000

/**
 * The gate: the shared inbox and each actor's own. A received activity is parsed, authenticated, stored and acknowledged with 202; the
 * inbox job (`job.ts`) handles it later.
 */
export function inboxRoutes(app: Hono, options: ReceivingOptions): void {
  const receiving: Receiving = {
    ...options,
    limits: createInboundLimits(options.now),
    wakeWorkers: createWorkerWakeup(options.db),
  }
  app.post(paths.sharedInbox.route, c => answer(c, receiving, null))
  app.post(paths.inbox.route, c => answer(c, receiving, c.req.param("handle") ?? null))
}

async function answer(c: Context, receiving: Receiving, recipient: string | null): Promise<Response> {
  try {
    await receive(receiving, c.req.raw, recipient)
    return new Response(null, { status: 202 })
  } catch (error) {
    if (isOutage(error)) return databaseUnavailable("send it again")
    if (error instanceof SignatureError) return publicProblem(401, error.message)
    if (!(error instanceof RequestRefusal)) throw error
    const headers: Record<string, string> = error.retryAfter ? { "Retry-After": String(error.retryAfter) } : {}
    // the rest of an unread body cannot be skipped on a connection that stays open
    if ([408, 413, 415].includes(error.status)) headers.Connection = "close"
    return publicProblem(error.status, error.message, headers)
  }
}

/** Cheap checks come before costly ones. Nothing is stored or fetched before the request is signed and its digest matches. */
async function receive(receiving: Receiving, raw: Request, recipient: string | null): Promise<void> {
  const { db, limits } = receiving
  const now = receiving.now()
  checkHeaders(raw.headers)
  const body = await readBody(raw)
  const json = parseObject(body)
  const envelope = readEnvelope(json)
  if (recipient !== null && !(await readActor(db, recipient)))
    throw new RequestRefusal(404, `nobody is called ${recipient} here`)
  const signature = readSignature(raw.headers, now, "POST")
  checkDigest(signature, raw.headers, body)
  // a blocked host neither sends its own activities nor forwards those of others
  const hosts = [envelope.host, hostOfKey(signature)]
  limits.checkRate(envelope.host)
  const digest = digestOf(json, signature)
  const { isBlocked, isRepeat, isGone } = await readStanding(db, { hosts, activityId: envelope.id, digest })
  if (isBlocked) throw new RequestRefusal(403, "this host is blocked here")
  if (isRepeat) return
  if (deletesItself(envelope) && !(await isStoredActor(db, envelope.actor))) return
  await limits.checkBacklog(() => countPendingInboxActivities(db, MAX_WAITING), MAX_WAITING)

  const url = new URL(absolute(receiving.origin, recipient === null ? paths.sharedInbox() : paths.inbox(recipient)))
  const request = { url, headers: raw.headers, body: Uint8Array.from(body), signature }
  const { activity, sender } = await authenticate(receiving, { envelope, json, request, now })
  limits.count(envelope.host)
  const isNew = await insertInboxActivity(db, {
    activityId: envelope.id,
    digest,
    actor: envelope.actor,
    type: envelope.type,
    recipient,
    body: JSON.stringify(activity),
    receivedAt: now,
  })
  if (isNew) receiving.wakeWorkers()
  if (isGone && sender) await noteSignOfLife(db, envelope.host)
  const header = signature.covered.includes(SYNCHRONIZATION) ? raw.headers.get(SYNCHRONIZATION) : null
  if (sender && header !== null && (await noteSynchronization(receiving, sender, header))) receiving.wakeWorkers()
}

function hostOfKey({ keyId }: HttpSignature): string {
  const host = hostOf(keyId)
  if (!host) throw new RequestRefusal(401, "keyId must be an http(s) address")
  return host
}

function digestOf(json: JsonObject, signature: HttpSignature): string {
  try {
    return digestOfActivity(json, signature.value)
  } catch {
    throw new RequestRefusal(400, "the body holds a number that is out of range, or half a character")
  }
}
