import type { JsonObject } from "../../../src/domain/json.ts"
import type { Someone } from "../../support/elsewhere.ts"
import type { Arena } from "../arena.ts"
import type { Case } from "../case.ts"

/** What nobody may say of others, signed well and in one's own name. */
const AS2 = "https://www.w3.org/ns/activitystreams"
const to = ["https://www.w3.org/ns/activitystreams#Public"]

/** An activity of an attacker in their own name, correctly signed, which must change nothing. */
const attempt = (
  name: string,
  activity: (arena: Arena, eve: Someone) => JsonObject,
  { handled = "ignored", because, writes }: Pick<Case, "handled" | "because" | "writes"> = {},
): Case => ({
  name,
  status: 202,
  handled,
  ...(because && { because }),
  ...(writes && { writes }),
  attack: arena => {
    const eve = arena.attacker()
    const activity_ = activity(arena, eve)
    return arena.post(eve, { "@context": AS2, id: `${eve.id}/acts/${arena.next()}`, actor: eve.id, ...activity_ })
  },
})

/** The same by a neighbour on the victim's own host. */
const neighbour = (
  name: string,
  activity: (arena: Arena, who: Someone) => JsonObject,
  { handled = "ignored", because, writes }: Pick<Case, "handled" | "because" | "writes"> = {},
): Case => ({
  name,
  status: 202,
  handled,
  ...(because && { because }),
  ...(writes && { writes }),
  attack: arena => {
    const who = arena.stranger()
    const activity_ = activity(arena, who)
    return arena.post(who, { "@context": AS2, id: `${who.id}/acts/${arena.next()}`, actor: who.id, ...activity_ })
  },
})

const note = (arena: Arena, who: Someone, more: JsonObject = {}): JsonObject => ({
  id: `${who.id}/notes/${arena.next()}`,
  type: "Note",
  attributedTo: who.id,
  inReplyTo: arena.event.uri,
  to,
  content: "<p>Bonjour</p>",
  ...more,
})

export const others: Case[] = [
  attempt(
    "an Update of our event",
    ({ event }) => ({ type: "Update", object: { id: event.uri, type: "Event", name: "Annulé" } }),
    { handled: "failed", because: /not on the host of its actor/ },
  ),
  attempt("a Delete of our event", ({ event }) => ({ type: "Delete", object: event.uri }), {
    handled: "failed",
    because: /not on the host of its actor/,
  }),
  attempt("a Delete of our calendar", ({ origin }) => ({ type: "Delete", object: `${origin}/actors/agenda` }), {
    handled: "failed",
    because: /not on the host of its actor/,
  }),
  attempt(
    "an Update of Ana",
    ({ ana }) => ({ type: "Update", object: { ...ana.document, inbox: "http://127.0.0.9/" } }),
    {
      handled: "failed",
      because: /not on the host of its actor|someone else/,
    },
  ),
  attempt("a Delete of Ana", ({ ana }) => ({ type: "Delete", object: ana.id }), {
    handled: "failed",
    because: /not on the host of its actor/,
  }),
  attempt(
    "an Update of Ana's reply",
    ({ reply, ana, event }) => ({
      type: "Update",
      object: { id: reply, type: "Note", attributedTo: ana.id, inReplyTo: event.uri, to, content: "Achetez !" },
    }),
    { handled: "failed", because: /not on the host of its actor/ },
  ),
  attempt("a Delete of Ana's reply", ({ reply }) => ({ type: "Delete", object: reply }), {
    handled: "failed",
    because: /not on the host of its actor/,
  }),
  neighbour("a Delete of Ana's reply by a neighbour", ({ reply }) => ({ type: "Delete", object: reply }), {
    writes: ["revoked"],
  }),
  neighbour("an Update of Ana's reply by a neighbour", ({ reply, ana, event }) => ({
    type: "Update",
    object: { id: reply, type: "Note", attributedTo: ana.id, inReplyTo: event.uri, to, content: "Achetez !" },
  })),
  neighbour("an Update of Ana's reply by a neighbour who says that it is theirs", ({ reply, event }, who) => ({
    type: "Update",
    object: { id: reply, type: "Note", attributedTo: who.id, inReplyTo: event.uri, to, content: "Achetez !" },
  })),
  neighbour("an Update of Ana by a neighbour", ({ ana }) => ({
    type: "Update",
    object: { ...ana.document, name: "Eve" },
  })),
  neighbour("a Delete of Ana by a neighbour", ({ ana }) => ({ type: "Delete", object: ana.id }), {
    writes: ["revoked"],
  }),
  attempt(
    "an Undo of Ana's Like",
    ({ like, ana, event }) => ({ type: "Undo", object: { id: like, type: "Like", actor: ana.id, object: event.uri } }),
    { handled: "failed", because: /someone else did/ },
  ),
  attempt("an Undo of Ana's Like by its id only", ({ like }) => ({ type: "Undo", object: like }), {
    writes: ["revoked"],
  }),
  attempt(
    "an Undo of Ana's Like that does not say whose it is",
    ({ like, event }) => ({ type: "Undo", object: { id: like, type: "Like", object: event.uri } }),
    { writes: ["revoked"] },
  ),
  neighbour(
    "an Undo of Ana's Like by a neighbour, without saying whose",
    ({ like, event }) => ({ type: "Undo", object: { id: like, type: "Like", object: event.uri } }),
    { writes: ["revoked"] },
  ),
  attempt(
    "an Undo of Ana's Follow",
    ({ ana, origin, host }) => ({
      type: "Undo",
      object: { id: `${host.origin}/follows/1`, type: "Follow", actor: ana.id, object: `${origin}/actors/agenda` },
    }),
    { handled: "failed", because: /someone else did/ },
  ),
  neighbour(
    "an Undo of Ana's Follow by a neighbour, without saying whose",
    ({ origin, host }) => ({
      type: "Undo",
      object: { id: `${host.origin}/follows/1`, type: "Follow", object: `${origin}/actors/agenda` },
    }),
    { writes: ["revoked"] },
  ),
  attempt("an Accept of a Follow that we never sent", ({ origin }, eve) => ({
    type: "Accept",
    object: {
      id: `${origin}/activities/${crypto.randomUUID()}`,
      type: "Follow",
      actor: `${origin}/actors/instance`,
      object: eve.id,
    },
  })),
  attempt("a Reject of our Follow of the partner", ({ origin, partner }) => ({
    type: "Reject",
    object: { id: `${origin}/activities/1`, type: "Follow", actor: `${origin}/actors/instance`, object: partner.id },
  })),
  neighbour("a Reject of our Follow of the partner by a neighbour", ({ origin, partner }) => ({
    type: "Reject",
    object: { id: `${origin}/activities/1`, type: "Follow", actor: `${origin}/actors/instance`, object: partner.id },
  })),
  attempt("a Block of Ana in our name", ({ ana, origin }) => ({
    type: "Block",
    object: ana.id,
    target: `${origin}/actors/agenda`,
  })),
  attempt(
    "a Move of the partner to the attacker",
    ({ partner }, eve) => ({ type: "Move", object: partner.id, target: eve.id }),
    { handled: "failed", because: /./ },
  ),
  attempt("an event by someone whom we do not follow", (_arena, eve) => ({
    type: "Create",
    to,
    object: {
      id: `${eve.id}/events/1`,
      type: "Event",
      attributedTo: eve.id,
      name: "Publicité",
      to,
      startTime: "2032-01-01T00:00:00Z",
    },
  })),
  attempt("an event in the name of the partner, on the attacker's host", ({ partner }, eve) => ({
    type: "Create",
    to,
    object: {
      id: `${eve.id}/events/1`,
      type: "Event",
      attributedTo: partner.id,
      name: "Publicité",
      to,
      startTime: "2032-01-01T00:00:00Z",
    },
  })),
  attempt(
    "an event on the partner's host",
    ({ host, partner }) => ({
      type: "Create",
      to,
      object: {
        id: `${host.origin}/events/2`,
        type: "Event",
        attributedTo: partner.id,
        name: "Publicité",
        to,
        startTime: "2032-01-01T00:00:00Z",
      },
    }),
    { handled: "failed", because: /not on the host of its actor/ },
  ),
  neighbour(
    "an Update of the partner's event by a neighbour",
    ({ partnerEvent, partner }) => ({
      type: "Update",
      to,
      object: { id: partnerEvent, type: "Event", attributedTo: partner.id, name: "Publicité", to },
    }),
    { handled: "failed", because: /404/ },
  ),
  neighbour(
    "a Delete of the partner's event by a neighbour",
    ({ partnerEvent }) => ({ type: "Delete", object: partnerEvent }),
    { writes: ["revoked"] },
  ),
  attempt("an Announce of an event by someone whom we do not follow", ({ partnerEvent }) => ({
    type: "Announce",
    object: partnerEvent,
    to,
  })),
  attempt("an event attached to an Announce of an embedded copy", ({ partnerEvent }) => ({
    type: "Announce",
    to,
    object: { id: partnerEvent, type: "Event", name: "Publicité", to },
  })),
  attempt("an answer in Ana's name", (arena, eve) => ({
    type: "Create",
    to,
    object: note(arena, eve, { attributedTo: arena.ana.id }),
  })),
  attempt("an answer whose id is on Ana's host", arena => ({ type: "Create", to, object: note(arena, arena.ana) }), {
    handled: "failed",
    because: /not on the host of its actor/,
  }),
  attempt("an answer to nothing of ours", (arena, eve) => ({
    type: "Create",
    to,
    object: note(arena, eve, { inReplyTo: `${eve.id}/notes/0` }),
  })),
  attempt("an answer to what was never published", (arena, eve) => ({
    type: "Create",
    to,
    object: note(arena, eve, { inReplyTo: `${arena.origin}/events/${crypto.randomUUID()}` }),
  })),
  attempt("a Follow of someone on another server", ({ ana }) => ({ type: "Follow", object: ana.id })),
  attempt("a Follow of an event", ({ event }) => ({ type: "Follow", object: event.uri })),
  attempt("a Like of what is not ours", ({ ana }) => ({ type: "Like", object: ana.id })),
  attempt("a Like of what was never published", ({ origin }) => ({
    type: "Like",
    object: `${origin}/events/${crypto.randomUUID()}`,
  })),
  attempt("a quote of ours by a post on another host", ({ event, host }) => ({
    type: "QuoteRequest",
    object: event.uri,
    instrument: `${host.origin}/notes/9`,
  })),
  attempt("a Flag of everything", ({ event, origin }) => ({
    type: "Flag",
    object: Array.from({ length: 1000 }, () => event.uri).concat(`${origin}/actors/agenda`),
    content: "spam",
  })),
  attempt("an Add to our featured collection", ({ event, origin }) => ({
    type: "Add",
    object: event.uri,
    target: `${origin}/actors/agenda/featured`,
  })),
  attempt("a Remove of a follower of ours", ({ ana, origin }) => ({
    type: "Remove",
    object: ana.id,
    target: `${origin}/actors/agenda/followers`,
  })),
]
