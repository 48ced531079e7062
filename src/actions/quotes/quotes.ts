import { createHash } from "node:crypto"
import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { RemoteActor } from "../../domain/follower.ts"
import { readActorById } from "../../store/actors.ts"
import type { Trx } from "../../store/db.ts"
import { audit } from "../audit.ts"
import { store } from "../outbox/objects.ts"
import { send } from "../outbox/send.ts"
import type { Site } from "../site.ts"

/** Someone wishes to quote one of our posts. */
export interface QuoteRequest {
  /** whose post it is */
  actorId: string
  /** path of the post */
  target: string
  remote: RemoteActor
  request: { id: string; object: string; instrument: string }
}

/**
 * Allows a quote, as our posts' `canQuote` promises: what is published may be quoted. The authorization's address follows from
 * quote and post, so that asking again gives the same one.
 */
export async function authorizeQuote(
  trx: Trx,
  site: Site,
  by: By,
  { actorId, target, remote, request }: QuoteRequest,
): Promise<boolean> {
  authorize(by, "quote:authorize", { remoteId: remote.id })
  const actor = await readActorById(trx, actorId)
  if (!actor) return false
  await audit(trx, site, by, "quote:authorize", { kind: "object", id: target, details: { quote: request.instrument } })
  const quote = request.instrument
  const authorization = site.wire.quoteAuthorization({ id: idOf(quote, target), actor, quote, target })
  await store(trx, site, authorization, actorId, null)
  await send(trx, site, {
    type: "Accept",
    actor,
    object: { ...request, type: "QuoteRequest", actor: remote.id },
    result: site.origin + authorization.path,
    objectPath: null,
    audience: { inboxes: [remote.inbox], to: [remote.id] },
    listed: false,
  })
  return true
}

/** A uuid of version 8 (RFC 9562): made of a hash. */
function idOf(quote: string, target: string): string {
  const hex = createHash("sha256").update(`${quote}\n${target}`).digest("hex")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
