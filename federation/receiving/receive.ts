import type { Context, Hono } from "hono"
import { hostOf } from "../../src/domain/hosts.ts"
import type { JsonObject } from "../../src/domain/json.ts"
import { absolute, paths } from "../../src/domain/paths.ts"
import { databaseUnavailable, publicProblem } from "../../src/http/public.ts"
import { readActor } from "../../src/store/actors.ts"
import type { Db } from "../../src/store/db.ts"
import { countPendingInboxActivities, insertInboxActivity, readStanding } from "../../src/store/inbox.ts"
import { isOutage } from "../../src/store/outage.ts"
import { isKnownActor } from "../../src/store/remote-actors.ts"
import { createDirectory, type Directory, type LoadDocument } from "../remote/directory.ts"
import { noteSignOfLife } from "../remote/gone-hosts.ts"
import { digestOfActivity, isContentDigestRight, isDigestRight } from "../signatures/digest.ts"
import { readSignature, type Signature } from "../signatures/signature.ts"
import { SYNCHRONIZATION } from "../synchronization/header.ts"
import { noteSynchronization } from "../synchronization/note.ts"
import { authenticate, saysItIsGone } from "./authenticate.ts"
import { createBell } from "./bell.ts"
import { checkHeaders, readBody } from "./body.ts"
import { readEnvelope } from "./envelope.ts"
import { createPace, type Pace } from "./pace.ts"
import { parseObject } from "./parse.ts"
import { Refusal } from "./refusal.ts"

export interface ReceivingDeps {
  db: Db
  /** ORIGIN */
  origin: string
  now(): Date
  /** the guarded way out, for actors' documents */
  load: LoadDocument
}

interface Receiving extends ReceivingDeps {
  directory: Directory
  pace: Pace
  wakeWorkers(): void
}

/** More than this waiting, and everybody is asked to come back later: their servers keep what they send. */
const MAX_WAITING = 50_000

/** The shared inbox and everybody's own. What comes in is checked, remembered and answered; it is handled later. */
export function inboxRoutes(app: Hono, deps: ReceivingDeps): void {
  const receiving: Receiving = {
    ...deps,
    directory: createDirectory(deps),
    pace: createPace(deps.now),
    wakeWorkers: createBell(deps.db),
  }
  app.post(paths.sharedInbox(), c => answer(c, receiving, null))
  app.post("/actors/:handle/inbox", c => answer(c, receiving, c.req.param("handle")))
}

async function answer(c: Context, receiving: Receiving, recipient: string | null): Promise<Response> {
  try {
    await receive(receiving, c.req.raw, recipient)
    return new Response(null, { status: 202 })
  } catch (error) {
    if (isOutage(error)) return databaseUnavailable("send it again")
    if (!(error instanceof Refusal)) throw error
    const headers: Record<string, string> = error.retryAfter ? { "Retry-After": String(error.retryAfter) } : {}
    // what was not read of a body cannot be skipped on a connection that stays
    if ([408, 413, 415].includes(error.status)) headers.Connection = "close"
    return publicProblem(error.status, error.message, headers)
  }
}

/** Cheap checks before costly ones; nothing is remembered, and nothing asked for, before the signature could be true. */
async function receive(receiving: Receiving, raw: Request, recipient: string | null): Promise<void> {
  const { db, directory, pace } = receiving
  const now = receiving.now()
  checkHeaders(raw.headers)
  const body = await readBody(raw)
  const json = parseObject(body)
  const envelope = readEnvelope(json)
  if (recipient !== null && !(await readActor(db, recipient)))
    throw new Refusal(404, `nobody is called ${recipient} here`)
  const signature = readSignature(raw.headers, now)
  checkDigest(signature, raw.headers, body)
  // neither a blocked host nor what it has signed, whoever it speaks for
  const hosts = [envelope.host, hostOfKey(signature)]
  pace.check(envelope.host)
  const digest = digestOf(json, signature)
  const { isBlocked, isRepeat, isGone } = await readStanding(db, { hosts, activityId: envelope.id, digest })
  if (isBlocked) throw new Refusal(403, "this host is blocked here")
  if (isRepeat) return
  if (saysItIsGone(envelope) && !(await isKnownActor(db, envelope.actor))) return
  await pace.checkQueue(() => countPendingInboxActivities(db, MAX_WAITING), MAX_WAITING)

  const url = new URL(absolute(receiving.origin, recipient === null ? paths.sharedInbox() : paths.inbox(recipient)))
  const request = { url, headers: raw.headers, body: Uint8Array.from(body), signature }
  const { said, sender } = await authenticate(directory, { envelope, json, request, now })
  pace.count(envelope.host)
  const isNew = await insertInboxActivity(db, {
    activityId: envelope.id,
    digest,
    actor: envelope.actor,
    type: envelope.type,
    recipient,
    body: JSON.stringify(said),
    receivedAt: now,
  })
  if (isNew) receiving.wakeWorkers()
  if (isGone && sender) await noteSignOfLife(db, envelope.host)
  const header = signature.covered.includes(SYNCHRONIZATION) ? raw.headers.get(SYNCHRONIZATION) : null
  if (sender && header !== null && (await noteSynchronization(receiving, sender, header))) receiving.wakeWorkers()
}

function checkDigest(signature: Signature, headers: Headers, body: Uint8Array): void {
  const header = headers.get(signature.digest)
  if (header === null) throw new Refusal(401, `${signature.digest} is missing`)
  const isRight = signature.digest === "digest" ? isDigestRight : isContentDigestRight
  if (!isRight(header, body))
    throw new Refusal(401, `${signature.digest} is not that of the body, or of no kind that is taken`)
}

function hostOfKey({ keyId }: Signature): string {
  const host = hostOf(keyId)
  if (!host) throw new Refusal(401, "keyId must be an http(s) address")
  return host
}

function digestOf(json: JsonObject, signature: Signature): string {
  try {
    return digestOfActivity(json, signature.value)
  } catch {
    throw new Refusal(400, "the body holds a number that is out of range, or half a character")
  }
}
