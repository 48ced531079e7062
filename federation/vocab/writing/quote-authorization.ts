import type { QuoteToAuthorize } from "../../../src/actions/site.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { wireJson } from "./json.ts"

/** FEP-044f and GoToSocial's interaction controls, the two that Mastodon 4.5 expands. */
const CONTEXT = [
  "https://www.w3.org/ns/activitystreams",
  {
    QuoteAuthorization: "https://w3id.org/fep/044f#QuoteAuthorization",
    gts: "https://gotosocial.org/ns#",
    interactingObject: { "@id": "gts:interactingObject", "@type": "@id" },
    interactionTarget: { "@id": "gts:interactionTarget", "@type": "@id" },
  },
]

/** Whoever shows the quote fetches this from us: it says that this post may quote that one (FEP-044f). */
export const quoteAuthorizationObject = (origin: string, { id, actor, quote, target }: QuoteToAuthorize): JsonObject =>
  wireJson({
    "@context": CONTEXT,
    type: "QuoteAuthorization",
    id: absolute(origin, paths.quote(id)),
    attributedTo: absolute(origin, paths.actor(actor.handle)),
    interactingObject: quote,
    interactionTarget: absolute(origin, target),
  })
