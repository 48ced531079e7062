import { wireJson } from "./json.ts"

/** The flat forms of data-integrity/v1. */
const PROOF = {
  sec: "https://w3id.org/security#",
  proof: { "@id": "sec:proof", "@type": "@id" },
  DataIntegrityProof: "sec:DataIntegrityProof",
  cryptosuite: "sec:cryptosuite",
  proofPurpose: { "@id": "sec:proofPurpose", "@type": "@vocab" },
  proofValue: { "@id": "sec:proofValue", "@type": "sec:multibase" },
  verificationMethod: { "@id": "sec:verificationMethod", "@type": "@id" },
  // the value of proofPurpose
  assertionMethod: { "@id": "sec:assertionMethod", "@type": "@id", "@container": "@set" },
}

/** Every consumer has these two preloaded. */
const COMMON = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"]

/**
 * The `@context` of what is sent: two contexts that every consumer has preloaded, then the other terms inline, because no consumer preloads a
 * context of ours and Friendica does expand. No scoped and no `@graph` terms: Friendica's processor implements JSON-LD 1.0 only and
 * drops the whole activity otherwise.
 */
export const CONTEXT = wireJson([
  ...COMMON,
  {
    toot: "http://joinmastodon.org/ns#",
    Hashtag: "as:Hashtag",
    sensitive: "as:sensitive",
    manuallyApprovesFollowers: "as:manuallyApprovesFollowers",
    discoverable: "toot:discoverable",
    indexable: "toot:indexable",
    featured: { "@id": "toot:featured", "@type": "@id" },
    featuredTags: { "@id": "toot:featuredTags", "@type": "@id" },
    attributionDomains: { "@id": "toot:attributionDomains", "@type": "@id" },
    blurhash: "toot:blurhash",
    focalPoint: { "@id": "toot:focalPoint", "@container": "@list" },

    schema: "http://schema.org#",
    PropertyValue: "schema:PropertyValue",
    value: "schema:value",
    PostalAddress: "schema:PostalAddress",
    address: "schema:address",
    streetAddress: "schema:streetAddress",
    postalCode: "schema:postalCode",
    addressLocality: "schema:addressLocality",
    addressRegion: "schema:addressRegion",
    addressCountry: "schema:addressCountry",
    inLanguage: "schema:inLanguage",

    // FEP-8a8e; Mobilizon reads the same names
    ev: "https://w3id.org/fep/8a8e/",
    timezone: "ev:timezone",
    category: "ev:category",
    joinMode: "ev:joinMode",
    externalParticipationUrl: { "@id": "ev:externalParticipationUrl", "@type": "@id" },
    previousStartTime: { "@id": "ev:previousStartTime", "@type": "http://www.w3.org/2001/XMLSchema#dateTime" },
    organizers: { "@id": "ev:organizers", "@type": "@id" },
    upcomingEvents: { "@id": "ev:upcomingEvents", "@type": "@id" },
    eventStatus: { "@id": "ev:eventStatus", "@type": "@vocab" },
    EventScheduled: "ev:EventScheduled",
    EventCancelled: "ev:EventCancelled",
    EventPostponed: "ev:EventPostponed",
    EventRescheduled: "ev:EventRescheduled",
    EventMovedOnline: "ev:EventMovedOnline",
    mz: "https://joinmobilizon.org/ns#",
    isOnline: "mz:isOnline",
    repliesModerationOption: "mz:repliesModerationOption",
    status: "http://www.w3.org/2002/12/cal/ical#status",

    gts: "https://gotosocial.org/ns#",
    interactionPolicy: { "@id": "gts:interactionPolicy", "@type": "@id" },
    canQuote: { "@id": "gts:canQuote", "@type": "@id" },
    automaticApproval: { "@id": "gts:automaticApproval", "@type": "@id" },

    // the flat forms of multikey/v1
    ...PROOF,
    Multikey: "sec:Multikey",
    controller: { "@id": "sec:controller", "@type": "@id" },
    publicKeyMultibase: { "@id": "sec:publicKeyMultibase", "@type": "sec:multibase" },
  },
])

/** For an activity that only names its object, such as an Announce: a third of the size of the whole context. */
export const NAMING_CONTEXT = wireJson([...COMMON, PROOF])
