import type { QuoteToAuthorize } from "../../../src/actions/site.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { wireJson } from "./json.ts"

/** The terms of FEP-044f and of GoToSocial's interaction controls; Mastodon 4.5 expands both. */
const CONTEXT = [
  "https://www.w3.org/ns/activitystreams",
  {
    QuoteAuthorization: "https://w3id.org/fep/044f#QuoteAuthorization",
    gts: "https://gotosocial.org/ns#",
    interactingObject: { "@id": "gts:interactingObject", "@type": "@id" },
    interactionTarget: { "@id": "gts:interactionTarget", "@type": "@id" },
  },
]

/** States that a post may quote one of ours (FEP-044f). Servers that show the quote fetch it. */
export const quoteAuthorizationObject = (origin: string, { id, actor, quote, target }: QuoteToAuthorize): JsonObject =>
  wireJson({
    "@context": CONTEXT,
    type: "QuoteAuthorization",
    id: absolute(origin, paths.quote(id)),
    attributedTo: absolute(origin, paths.actor(actor.handle)),
    interactingObject: quote,
    interactionTarget: absolute(origin, target),
  })
