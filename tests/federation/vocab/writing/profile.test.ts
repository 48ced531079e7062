import { describe, expect, test } from "vitest"
import { articleObject } from "../../../../federation/vocab/writing/article.ts"
import { eventObject } from "../../../../federation/vocab/writing/event.ts"
import { gancioForm } from "../../../../federation/vocab/writing/gancio.ts"
import { noteObject } from "../../../../federation/vocab/writing/note.ts"
import { tombstoneObject } from "../../../../federation/vocab/writing/tombstone.ts"
import { EVENT_STATUSES, type WholeEvent } from "../../../../src/domain/event.ts"
import type { JsonObject } from "../../../../src/domain/json.ts"
import { refuseGancio } from "../../../support/receivers/gancio.ts"
import { refuseMastodon } from "../../../support/receivers/mastodon.ts"
import { refuseMobilizon } from "../../../support/receivers/mobilizon.ts"
import { breachesOf, RULES } from "../../../support/receivers/profile.ts"
import { activityObject } from "../../../support/wire-activities.ts"
import {
  exampleEvents,
  exampleInterviews,
  image,
  news,
  ORIGIN,
  PUBLISHED,
  place,
  uuid,
  wholeEvent,
  wholeInterview,
} from "../../../support/wire-events.ts"

const MONDAY = { start: "2026-11-30T14:00", end: "2026-11-30T17:00", allDay: false, timeZone: "Europe/Paris" }

/** The real events, then one of every kind that the real ones lack. */
const EVENTS: [string, WholeEvent][] = [
  ...exampleEvents().map((event): [string, WholeEvent] => [event.slug, event]),
  ...EVENT_STATUSES.map((status): [string, WholeEvent] => [
    `status ${status}`,
    wholeEvent({ status, previous: status === "rescheduled" ? MONDAY : null, onlineUrl: "https://visio.example/a" }),
  ]),
  ["full", wholeEvent({ full: true })],
  ["edited", wholeEvent({ updatedAt: new Date(PUBLISHED.getTime() + 5000) })],
  ["with an image", wholeEvent({ image: image({ credit: "Ada", licence: "CC BY 4.0" }) })],
  ["with every link", wholeEvent({ url: "https://partner.example/x", onlineUrl: "https://visio.example/a" })],
  ["online only", wholeEvent({ places: [], onlineUrl: "https://visio.example/a" })],
  ["nowhere yet", wholeEvent({ places: [], tags: [], summary: "", organisers: [] })],
  ["whole degrees", wholeEvent({ places: [place({ latitude: 48, longitude: 0 })] })],
  ["a place of a name only", wholeEvent({ places: [bare()] })],
  ["in Réunion", wholeEvent({ when: { ...MONDAY, timeZone: "Indian/Reunion" } })],
  ["without end", wholeEvent({ when: { ...MONDAY, end: null } })],
  ["a title with signs", wholeEvent({ title: "<b>Gras</b> & « guillemets »" })],
  ["a title of 200", wholeEvent({ title: "é".repeat(200), status: "cancelled" })],
  [
    "Markdown and HTML",
    wholeEvent({ description: "# Un\n\n<script>x</script>\n\n![i](https://x.example/a.png)\n\n---\n\n`c`" }),
  ],
]

function bare() {
  return place({
    street: null,
    postalCode: "59000",
    locality: null,
    region: null,
    country: null,
    latitude: null,
    longitude: null,
  })
}

const verbs = ["Create", "Update"] as const
const activityOf = (type: string, event: WholeEvent, object: JsonObject) => ({
  id: uuid(900),
  type,
  actor: event.calendar,
  object,
  published: PUBLISHED,
})

describe("every event, in every verb, keeps to the profile", () => {
  describe.each(EVENTS)("%s", (_, event) => {
    const object = eventObject(ORIGIN, event)

    test.each(RULES.map(({ rule, breaches }) => [rule, breaches] as const))("%s", (_rule, breaches) => {
      expect(breaches(object)).toEqual([])
      for (const type of verbs) expect(breaches(activityObject(ORIGIN, activityOf(type, event, object)))).toEqual([])
    })

    test.each(verbs)("the others take its %s", type => {
      const activity = activityOf(type, event, object)
      const usual = activityObject(ORIGIN, activity)
      expect(refuseMastodon(usual)).toEqual([])
      expect(refuseMobilizon(usual)).toEqual([])
      const gancio = gancioForm(ORIGIN, usual, "gancio")
      const byInstance = gancioForm(ORIGIN, usual, "gancio-instance")
      expect(refuseGancio(gancio)).toEqual([])
      expect(refuseGancio(byInstance)).toEqual([])
      // the dialects keep to all of it, too
      expect(breachesOf(gancio!)).toEqual([])
      expect(breachesOf(byInstance!)).toEqual([])
    })
  })
})

const ARTICLES = [
  ...exampleInterviews(),
  wholeInterview({
    portrait: image(),
    videoUrl: "https://video.example/w/abc",
    original: { name: "Le partenaire", url: "https://partner.example/1" },
    eventId: uuid(10),
    updatedAt: new Date("2026-11-25T10:00:00Z"),
  }),
]

test.each(ARTICLES.map(article => [article.slug, article] as const))(
  "the interview %s keeps to the profile",
  (_, interview) => {
    const object = articleObject(ORIGIN, interview)
    const create = activityObject(ORIGIN, {
      id: uuid(901),
      type: "Create",
      actor: interview.calendar,
      object,
      published: PUBLISHED,
    })
    expect(breachesOf(object)).toEqual([])
    expect(breachesOf(create)).toEqual([])
    expect(refuseMastodon(create)).toEqual([])
    expect(refuseMobilizon(create)).toEqual([])
  },
)

test("news and its Delete keep to the profile", () => {
  const event = wholeEvent({ status: "cancelled" })
  const note = noteObject(ORIGIN, news(), event)
  const create = activityObject(ORIGIN, activityOf("Create", event, note))
  expect(breachesOf(note)).toEqual([])
  expect(breachesOf(create)).toEqual([])
  expect(refuseMastodon(create)).toEqual([])
  expect(refuseMobilizon(create)).toEqual([])

  const tombstone = tombstoneObject(ORIGIN, `/events/${event.id}`, "Event", PUBLISHED)
  const activity = activityOf("Delete", event, tombstone)
  const deletion = activityObject(ORIGIN, activity)
  expect(breachesOf(tombstone)).toEqual([])
  expect(breachesOf(deletion)).toEqual([])
  for (const refuse of [refuseMastodon, refuseMobilizon, refuseGancio]) expect(refuse(deletion)).toEqual([])
  expect(gancioForm(ORIGIN, deletion, "gancio")).toBeNull()
  expect(refuseGancio(gancioForm(ORIGIN, deletion, "gancio-instance"))).toEqual([])
})

/** Each breaks one rule of a good document. */
const BROKEN: [string, (event: JsonObject) => JsonObject][] = [
  [
    "one @context: ActivityStreams, security/v1, our terms inline",
    e => ({ ...e, "@context": ["https://communs.example/ns"] }),
  ],
  ["to, cc, tag, attachment are always lists", e => ({ ...e, tag: (e.tag as JsonObject[])[0] })],
  ["Public is the full IRI", e => ({ ...e, to: ["as:Public"] })],
  [
    "actor, attributedTo, url are one string each, on the id's host; actor is attributedTo",
    e => ({ ...e, attributedTo: [e.attributedTo] }),
  ],
  ["never null", e => ({ ...e, image: null })],
  ["type is one string", e => ({ ...e, type: ["Event"], eventStatus: undefined })],
  ["name: plain, 3 to 200 characters", e => ({ ...e, name: "<i>x</i>" })],
  ["summary: plain, at most 500 characters; none on a Note", e => ({ ...e, summary: "<p>x</p>" })],
  ["content: HTML, always, in a contentMap too, ending with a link", e => ({ ...e, content: "<p>x</p>" })],
  ["HTML limited to p br a strong em ul ol li blockquote code pre", e => ({ ...e, content: `<h1>x</h1>${e.content}` })],
  [
    "startTime and endTime are local with their offset; instants have whole seconds",
    e => ({ ...e, startTime: "2026-12-12T19:30:00Z" }),
  ],
  ["timezone always", e => ({ ...e, timezone: "+01:00" })],
  [
    "location: one Place with a versioned id, a name, an address, coordinates that are no integers",
    e => ({ ...e, location: { ...(e.location as JsonObject), latitude: 48 } }),
  ],
  [
    "attachment: the image, with alternative text, then links; nothing else",
    e => ({ ...e, attachment: [{ type: "Document" }] }),
  ],
  ["eventStatus and status", e => ({ ...e, status: "confirmed" })],
  ["joinMode external with an address, or free, or restricted", e => ({ ...e, joinMode: "none" })],
  ["category is one upper-case word", e => ({ ...e, category: "meeting" })],
  ["published, on the Create too; updated only later", e => ({ ...e, updated: e.published })],
  ["hashtags with # and href", e => ({ ...e, tag: [{ type: "Hashtag", name: "x", href: "https://a.example/" }] })],
  ["everybody may quote", ({ interactionPolicy: _, ...e }) => e],
  [
    "replies, likes, shares are embedded collections with totalItems",
    e => ({ ...e, likes: "https://a.example/likes" }),
  ],
  ["context on everything that belongs together", ({ context: _, ...e }) => e],
]

test.each(BROKEN)("the check of « %s » finds a breach", (rule, broken) => {
  const json = broken(eventObject(ORIGIN, wholeEvent()))
  const { breaches } = RULES.find(candidate => candidate.rule === rule)!
  expect(breaches(json)).not.toEqual([])
})

test("every rule for posts has its broken example", () => {
  expect(BROKEN.map(([rule]) => rule)).toEqual(
    RULES.map(({ rule }) => rule).filter(rule => !rule.startsWith("actors:")),
  )
})
