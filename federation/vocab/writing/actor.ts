import type { Actor, ActorKind, Calendar } from "../../../src/domain/calendar.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { isoSeconds } from "../../../src/domain/time.ts"
import { escapeHtml } from "../../../src/text/html.ts"
import { plain } from "../../../src/text/markdown/plain-line.ts"
import { htmlOfText } from "../../../src/text/markdown/wire-html.ts"
import type { PublicKeys } from "../../signatures/keyring.ts"
import { imageOf } from "./attachment.ts"
import { CONTEXT } from "./context.ts"
import { wireJson } from "./json.ts"

/** Accounts follow the calendar, a Group; PeerTube requires a Person of the same host that a Group is attributed to. */
const TYPES: Record<ActorKind, string> = { instance: "Application", publisher: "Person", calendar: "Group" }

const isCalendar = (actor: Actor | Calendar): actor is Calendar => actor.kind === "calendar"

export function actorObject(origin: string, actor: Actor | Calendar, keys: PublicKeys): JsonObject {
  const { handle } = actor
  const at = (path: string) => absolute(origin, path)
  const id = at(paths.actor(handle))
  const name = plain(actor.name) || handle
  const created = actor.createdAt
  return wireJson({
    "@context": CONTEXT,
    id,
    type: TYPES[actor.kind],
    ...(isCalendar(actor) && { attributedTo: [at(paths.actor(actor.publisherHandle))] }),
    preferredUsername: handle,
    name,
    summary: htmlOfText(actor.summary),
    url: at(actor.kind === "instance" ? paths.home() : paths.calendarPage(handle)),
    inbox: at(paths.inbox(handle)),
    outbox: at(paths.outbox(handle)),
    followers: at(paths.followers(handle)),
    following: at(paths.following(handle)),
    featured: at(paths.featured(handle)),
    featuredTags: at(paths.featuredTags(handle)),
    upcomingEvents: at(paths.upcoming(handle)),
    endpoints: { sharedInbox: at(paths.sharedInbox()) },
    // one object, never a list
    publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: keys.rsaPem },
    assertionMethod: [
      { id: `${id}#ed25519-key`, type: "Multikey", controller: id, publicKeyMultibase: keys.ed25519Multibase },
    ],
    icon: actor.icon && imageOf(origin, actor.icon, name),
    image: actor.image && imageOf(origin, actor.image, name),
    attachment: actor.links.map(link => propertyValue(link)),
    tag: [],
    manuallyApprovesFollowers: false,
    discoverable: true,
    indexable: true,
    // Mastodon credits our pages to our actors
    attributionDomains: [new URL(origin).host],
    published: isoSeconds(created),
    ...(actor.updatedAt.getTime() - created.getTime() >= 1000 && { updated: isoSeconds(actor.updatedAt) }),
  })
}

/** A field of the profile; Mastodon marks it as verified when the page links back with rel=me. */
function propertyValue({ name, url }: { name: string; url: string }): JsonObject {
  const href = escapeHtml(url)
  const text = escapeHtml(url.replace(/^https?:\/\//, "").replace(/\/$/, ""))
  return { type: "PropertyValue", name: plain(name), value: `<a href="${href}" rel="me">${text}</a>` }
}
