import { createHash } from "node:crypto"
import { createKeyring } from "../../federation/signatures/keyring.ts"
import { actorObject } from "../../federation/vocab/writing/actor.ts"
import { createWire } from "../../federation/vocab/writing/wire.ts"
import type { WholeEvent } from "../../src/domain/event.ts"
import { createTexts } from "../../src/feeds/ical/texts.ts"
import {
  calendar,
  INSTANCE,
  image,
  news,
  ORIGIN,
  PUBLISHER,
  place,
  session,
  uuid,
  wholeEvent,
  wholeInterview,
} from "./wire-events.ts"

/** Events that between them say all that a renderer can say, and never change: what they are rendered to is pinned by its digest. */
function events(): WholeEvent[] {
  const when = { start: "2026-12-12T20:30", end: "2026-12-12T22:00", allDay: false, timeZone: "Europe/Paris" }
  const later = { start: "2027-01-09T18:00", end: null, allDay: false, timeZone: "Europe/Paris" }
  const days = { start: "2026-12-12", end: "2026-12-14", allDay: true, timeZone: "Europe/Paris" }
  const sessions = [
    session({
      when,
      room: "Grande salle",
      track: "Licences",
      format: "table ronde",
      speakers: ["Ana <Lima>", "B. Guerry"],
    }),
    session({
      id: uuid(31),
      slug: "suites",
      position: 1,
      title: "Suites; et, après ?",
      summary: "Une ligne\net une autre.",
      documents: [{ title: "Compte rendu", url: "https://pad.example/compte-rendu?a=1,2", kind: "pad" }],
    }),
  ]
  return [
    wholeEvent(),
    wholeEvent({
      description: "Un *mot*, un [lien](https://a.example/?b=1&c=2) et <du HTML>.\n\n- un\n- deux",
      url: "https://a.example/x",
    }),
    wholeEvent({
      when: days,
      image: image({ credit: "A. B.", licence: "CC BY 4.0" }),
      access: "Porte B, boucle magnétique",
      full: true,
    }),
    wholeEvent({
      when: later,
      previous: when,
      status: "rescheduled",
      sequence: 1,
      updatedAt: new Date("2026-11-22T08:00:00Z"),
    }),
    wholeEvent({
      status: "cancelled",
      sequence: 2,
      news: [news(), news({ id: uuid(41), kind: "reminder", reason: "Demain." })],
    }),
    wholeEvent({ status: "postponed", tags: [], organisers: [], places: [] }),
    wholeEvent({
      status: "moved-online",
      onlineUrl: "https://visio.example/communs",
      language: "en",
      title: "Plenary, online",
    }),
    wholeEvent({ onlineUrl: "https://visio.example/communs", places: [], category: "CONFERENCE" }),
    wholeEvent({
      calendar: calendar({
        handle: "reunion",
        name: "Agenda de La Réunion",
        timeZone: "Indian/Reunion",
        calendarKind: "events",
      }),
      when: { ...when, timeZone: "Indian/Reunion" },
      places: [
        place({ latitude: null, longitude: null }),
        place({ id: uuid(21), name: "Ailleurs", street: null, locality: null }),
      ],
      timesAre: "illustrative",
      sessions,
      seriesId: uuid(60),
      seriesFirstUid: "premiere@communs.example",
      source: { name: "Ville de Lille", url: "https://agenda.lille.example/" },
    }),
    wholeEvent({ price: { amount: 12.5, currency: "EUR" }, accessibility: ["wheelchair", "hearing-loop"] }),
    wholeEvent({ language: "en", price: { free: true }, accessibility: ["captions", "companion"] }),
    wholeEvent({ price: { words: "Prix libre, <à partir de> 2;5 euros" } }),
  ]
}

const KEYS = {
  rsaPem: "-----BEGIN PUBLIC KEY-----\nMFww\n-----END PUBLIC KEY-----\n",
  ed25519Multibase: "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
}

const digest = (version: number, rendered: readonly string[]): string =>
  createHash("sha256")
    .update(JSON.stringify([version, rendered]))
    .digest("base64url")

/** Of all calendar texts of the samples. @param version that makes them: one that writes what an older one wrote is another */
export function digestOfTexts(version: number): string {
  const texts = createTexts({ origin: ORIGIN })
  const rendered = events().flatMap(event => [
    texts.event(event),
    ...event.sessions.map(session => texts.session(session, event)),
  ])
  return digest(version, rendered)
}

/** Of all objects of the samples. */
export function digestOfObjects(version: number): string {
  const wire = createWire({ origin: ORIGIN, keyring: createKeyring("of no consequence: nothing is signed") })
  const objects = [
    ...events().flatMap(event => [
      wire.event(event),
      ...event.news.map(news => wire.news(news, event)),
      ...event.places.map(place => wire.place(place)),
    ]),
    wire.interview(wholeInterview()),
    wire.interview(
      wholeInterview({
        portrait: image(),
        videoUrl: "https://tube.example/w/abc",
        original: { name: "Blog", url: "https://blog.example/1" },
        eventId: uuid(10),
        updatedAt: new Date("2026-11-22T08:00:00Z"),
      }),
    ),
  ].map(({ json }) => json)
  const actors = [
    INSTANCE,
    PUBLISHER,
    calendar({ summary: "Deux\n\nparagraphes.", icon: image(), links: [{ name: "Site", url: "https://a.example/" }] }),
  ]
  return digest(
    version,
    [...objects, ...actors.map(actor => actorObject(ORIGIN, actor, KEYS))].map(json => JSON.stringify(json)),
  )
}
