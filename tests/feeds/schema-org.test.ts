import { describe, expect, test } from "vitest"
import type { WholeInterview } from "../../src/domain/interview.ts"
import { eventJsonLd, interviewJsonLd } from "../../src/feeds/schema-org.ts"
import { CALENDAR, days, ORIGIN, SALLE, session, timed, wholeEvent } from "./whole-event.ts"

const read = (event: Parameters<typeof wholeEvent>[0]) => JSON.parse(eventJsonLd(wholeEvent(event), ORIGIN))

describe("an event for search engines", () => {
  test("says everything, with its sessions", () => {
    const event = wholeEvent({
      status: "rescheduled",
      previous: timed("2026-11-30T14:00", "2026-11-30T16:00"),
      summary: "Ordre du jour publié.",
      places: [SALLE],
      onlineUrl: "https://visio.example.org/a",
      url: "https://dinum.example.org/",
      organisers: ["DINUM"],
      tags: ["communs", "État"],
      full: true,
      image: {
        url: "https://images.example.org/a.jpg",
        alt: "La salle",
        mediaType: "image/jpeg",
        credit: "A. B.",
        licence: "https://creativecommons.org/licenses/by/4.0/",
        width: 1200,
        height: 675,
        blurhash: null,
        focalPoint: null,
      },
      sessions: [session({ speakers: ["Rémy Gerbet"] }), session({ slug: "votes", title: "Votes", when: null })],
    })
    const shared = {
      eventStatus: "https://schema.org/EventRescheduled",
      eventAttendanceMode: "https://schema.org/MixedEventAttendanceMode",
      location: [
        {
          "@type": "Place",
          name: "Salle du conseil",
          address: {
            "@type": "PostalAddress",
            streetAddress: "20 avenue de Ségur",
            postalCode: "75007",
            addressLocality: "Paris",
            addressCountry: "FR",
          },
          geo: { "@type": "GeoCoordinates", latitude: 48.8496, longitude: 2.3085 },
        },
        { "@type": "VirtualLocation", url: "https://visio.example.org/a" },
      ],
    }
    const id = "https://communs.example/events/00000000-0000-4000-8000-000000000001"
    expect(JSON.parse(eventJsonLd(event, ORIGIN))).toEqual({
      "@context": "https://schema.org",
      "@type": "Event",
      "@id": id,
      url: "https://communs.example/e/pleniere",
      name: "Séance plénière",
      description: "Ordre du jour publié.",
      inLanguage: "fr",
      startDate: "2026-12-07T14:00:00+01:00",
      endDate: "2026-12-07T16:00:00+01:00",
      previousStartDate: "2026-11-30T14:00:00+01:00",
      ...shared,
      image: {
        "@type": "ImageObject",
        url: "https://images.example.org/a.jpg",
        caption: "La salle",
        creditText: "A. B.",
        license: "https://creativecommons.org/licenses/by/4.0/",
        width: 1200,
        height: 675,
      },
      organizer: [{ "@type": "Organization", name: "DINUM" }],
      keywords: "communs, État",
      sameAs: "https://dinum.example.org/",
      offers: {
        "@type": "Offer",
        availability: "https://schema.org/SoldOut",
        url: "https://communs.example/e/pleniere",
      },
      subEvent: [
        {
          "@type": "Event",
          "@id": `${id}#accueil`,
          url: "https://communs.example/e/pleniere/programme#s-accueil",
          name: "Accueil",
          inLanguage: "fr",
          startDate: "2026-12-07T14:00:00+01:00",
          endDate: "2026-12-07T14:15:00+01:00",
          ...shared,
          performer: [{ "@type": "Person", name: "Rémy Gerbet" }],
          superEvent: { "@id": id },
        },
        {
          "@type": "Event",
          "@id": `${id}#votes`,
          url: "https://communs.example/e/pleniere/programme#s-votes",
          name: "Votes",
          inLanguage: "fr",
          startDate: "2026-12-07T14:00:00+01:00",
          endDate: "2026-12-07T16:00:00+01:00",
          ...shared,
          superEvent: { "@id": id },
        },
      ],
    })
  })

  test.each([
    ["scheduled", "EventScheduled"],
    ["cancelled", "EventCancelled"],
    ["postponed", "EventPostponed"],
    ["rescheduled", "EventRescheduled"],
    ["moved-online", "EventMovedOnline"],
  ] as const)("%s is %s", (status, term) => {
    expect(read({ status }).eventStatus).toBe(`https://schema.org/${term}`)
  })

  test("a place alone is offline, a link alone is online, and a move online leaves the venue out", () => {
    const modes = [
      read({ places: [SALLE] }),
      read({ onlineUrl: "https://visio.example.org/a" }),
      read({ places: [SALLE], onlineUrl: "https://visio.example.org/a", status: "moved-online" }),
    ].map(({ eventAttendanceMode, location }) => [
      eventAttendanceMode.replace("https://schema.org/", ""),
      location.map((l: { "@type": string }) => l["@type"]),
    ])
    expect(modes).toEqual([
      ["OfflineEventAttendanceMode", ["Place"]],
      ["OnlineEventAttendanceMode", ["VirtualLocation"]],
      ["OnlineEventAttendanceMode", ["VirtualLocation"]],
    ])
  })

  test("whole days are dates, the last one included; an unknown end is not said", () => {
    const dates = [
      days("2026-10-24", "2026-10-25"),
      days("2026-10-24", null),
      timed("2026-10-24T09:00", null, "Pacific/Noumea"),
    ].map(when => {
      const { startDate, endDate } = read({ when })
      return [startDate, endDate]
    })
    expect(dates).toEqual([
      ["2026-10-24", "2026-10-25"],
      ["2026-10-24", "2026-10-24"],
      ["2026-10-24T09:00:00+11:00", undefined],
    ])
  })

  test("no text can end the script that holds it", () => {
    const title = "</script><script>alert(1)</script><!-- <SCRIPT"
    const text = eventJsonLd(wholeEvent({ title, tags: [title] }), ORIGIN)
    expect(text).not.toContain("<")
    expect(JSON.parse(text).name).toBe(title)
  })
})

test("an interview is an article about someone, whose first publication is its main page", () => {
  const interview: WholeInterview = {
    id: "00000000-0000-4000-8000-000000000003",
    calendarId: CALENDAR.id,
    slug: "bastien-guerry",
    state: "published",
    title: "Les logiciels libres comme espaces de collaboration",
    summary: "",
    content: "",
    language: "fr",
    interviewees: ["Bastien Guerry"],
    tags: ["logiciel libre"],
    date: "2024-01-16",
    portrait: null,
    videoUrl: "https://tube.example.org/w/abc",
    original: { name: "Le partenaire", url: "https://partenaire.example.org/1" },
    eventId: null,
    createdAt: new Date("2026-01-01T00:00:00Z"),
    publishedAt: new Date("2026-01-01T00:00:00Z"),
    updatedAt: new Date("2026-02-01T10:00:00.123Z"),
    deletedAt: null,
    calendar: CALENDAR,
  }
  expect(JSON.parse(interviewJsonLd(interview, ORIGIN))).toEqual({
    "@context": "https://schema.org",
    "@type": "Article",
    "@id": "https://communs.example/interviews/00000000-0000-4000-8000-000000000003",
    url: "https://communs.example/i/bastien-guerry",
    mainEntityOfPage: "https://partenaire.example.org/1",
    headline: "Les logiciels libres comme espaces de collaboration",
    inLanguage: "fr",
    datePublished: "2024-01-16",
    dateModified: "2026-02-01T10:00:00Z",
    about: [{ "@type": "Thing", name: "Bastien Guerry" }],
    author: { "@type": "Organization", name: CALENDAR.name, url: "https://communs.example/@agenda" },
    publisher: { "@type": "Organization", name: "Communs numériques", url: "https://communs.example/" },
    video: {
      "@type": "VideoObject",
      name: "Les logiciels libres comme espaces de collaboration",
      url: "https://tube.example.org/w/abc",
      uploadDate: "2024-01-16",
    },
    isBasedOn: { "@type": "CreativeWork", name: "Le partenaire", url: "https://partenaire.example.org/1" },
    keywords: "logiciel libre",
  })
})
