import { describe, expect, test } from "vitest"
import { eventsCsv } from "../../src/feeds/data/csv.ts"
import { openAgenda } from "../../src/feeds/data/open-agenda.ts"
import { scheduleJson } from "../../src/feeds/schedule/schedule-json.ts"
import { scheduleXml } from "../../src/feeds/schedule/schedule-xml.ts"
import { eventJsonLd } from "../../src/feeds/schema-org.ts"
import { calendarAddress } from "../../src/import/address.ts"
import { read } from "../../src/import/read.ts"
import { CALENDAR, days, ORIGIN, SALLE, session, timed, wholeEvent } from "../feeds/whole-event.ts"

const context = { calendar: CALENDAR, tagMap: new Map<string, string>(), now: new Date("2026-11-21T10:00:00Z") }
const readText = (text: string | Buffer) => read(Buffer.from(text), context)

const EVENT = wholeEvent({
  title: "=Séance, « plénière »",
  summary: "Une phrase.",
  description: "Un **texte**.",
  places: [SALLE],
  tags: ["communs", "débat"],
  organisers: ["DINUM"],
  url: "https://dinum.example/a",
})
const LISTING = {
  origin: ORIGIN,
  name: "Agenda",
  page: `${ORIGIN}/@agenda`,
  source: `${ORIGIN}/@agenda.csv`,
  publisher: "Communs",
  licence: null,
} as unknown as Parameters<typeof eventsCsv>[0]

describe("our own formats come back", () => {
  test.each([
    ["CSV", () => eventsCsv(LISTING, [EVENT])],
    ["OpenAgenda", () => openAgenda(LISTING, [EVENT])],
    ["JSON-LD alone", () => eventJsonLd(EVENT, ORIGIN)],
    [
      "a page with JSON-LD",
      () =>
        `<!doctype html><html><head><title>Une page</title><script type="application/ld+json">${eventJsonLd(EVENT, ORIGIN)}</script></head><body><script>alert(1)</script></body></html>`,
    ],
  ])("%s", async (_, made) => {
    const { entries, refused } = await readText(made())
    expect(refused).toEqual([])
    expect(entries.length).toBe(1)
    const { fields, status } = entries[0]!
    expect(status).toBe("scheduled")
    expect([fields.title, fields.when, fields.tags]).toEqual([EVENT.title, EVENT.when, EVENT.tags])
    expect(fields.places[0]).toMatchObject({
      name: SALLE.name,
      postalCode: "75007",
      locality: "Paris",
      latitude: 48.8496,
    })
    expect(fields.summary).toBe("Une phrase.")
  })

  test.each([
    ["schedule.xml", scheduleXml],
    ["schedule.json", scheduleJson],
  ])("%s: a conference is one entry with its programme", async (_, made) => {
    const event = wholeEvent({
      slug: "rencontre",
      title: "Rencontre",
      when: days("2026-12-07", "2026-12-08"),
      sessions: [
        session({
          speakers: ["Ana", "Bao"],
          room: "A",
          track: "Droit",
          format: "atelier",
          documents: [{ title: "Pad", url: "https://pad.example/a", kind: null }],
        }),
        session({
          id: "00000000-0000-4000-8000-000000000003",
          slug: "suite",
          title: "La suite",
          when: timed("2026-12-08T10:00", null),
          room: "B",
        }),
      ],
    })
    const { entries, refused } = await readText(made(event, ORIGIN))
    expect(refused).toEqual([])
    const { fields } = entries[0]!
    expect([entries.length, fields.title, fields.when]).toEqual([1, "Rencontre", days("2026-12-07", "2026-12-08")])
    expect(
      fields.sessions.map(({ slug, title, when, room, track, format, speakers }) => ({
        slug,
        title,
        start: when?.start,
        end: when?.end,
        room,
        track,
        format,
        speakers,
      })),
    ).toEqual([
      {
        slug: "accueil",
        title: "Accueil",
        start: "2026-12-07T14:00",
        end: "2026-12-07T14:15",
        room: "A",
        track: "Droit",
        format: "atelier",
        speakers: ["Ana", "Bao"],
      },
      {
        slug: "suite",
        title: "La suite",
        start: "2026-12-08T10:00",
        end: null,
        room: "B",
        track: null,
        format: null,
        speakers: [],
      },
    ])
    expect(fields.sessions[0]!.documents).toEqual([{ title: "Pad", url: "https://pad.example/a", kind: null }])
  })
})

describe("what others write", () => {
  test("a spreadsheet in French: semicolons, its own names, dates and hours; lines of what is wrong", async () => {
    const csv = [
      "Intitulé;Date de début;Heure de début;Date de fin;Heure de fin;Lieu;Adresse;Code postal;Ville;Mots-clés;Lien;Statut",
      "Atelier;01/12/2026;18h30;;20h;Maison des communs;1 rue de la Paix;59000;Lille;communs, atelier;https://a.example/;",
      "Foire;24/12/2026;;26/12/2026;;;;;;;;Annulé",
      ";01/12/2026;;;;;;;;;;",
      "Sans date;bientôt;;;;;;;;;;",
      '"Sur deux lignes ""et"" plus";2026-12-02T09:00;;;;;;;;;;',
    ].join("\r\n")
    const { entries, refused } = await readText(Buffer.from(csv, "latin1"))
    expect(entries.map(({ fields, status, line }) => [line, fields.title, fields.when, status])).toEqual([
      [2, "Atelier", timed("2026-12-01T18:30", "2026-12-01T20:00"), "scheduled"],
      [3, "Foire", days("2026-12-24", "2026-12-26"), "cancelled"],
      [6, 'Sur deux lignes "et" plus', timed("2026-12-02T09:00", null), "scheduled"],
    ])
    expect(entries[0]!.fields).toMatchObject({
      tags: ["communs", "atelier"],
      url: "https://a.example/",
      places: [{ name: "Maison des communs", street: "1 rue de la Paix", postalCode: "59000", locality: "Lille" }],
    })
    expect(refused).toEqual([
      { line: 4, uid: null, title: null, reason: "it has no title" },
      { line: 5, uid: null, title: "Sans date", reason: 'start "bientôt" is no date such as 2026-12-01T18:30' },
    ])
  })

  test("OpenAgenda: each timing is an entry, in the calendar's language; an image without words stays out", async () => {
    const json = {
      total: 1,
      events: [
        {
          uid: 12345,
          title: { en: "Fair", fr: "Foire" },
          description: { fr: "Une foire." },
          longDescription: { fr: "<p>Avec <strong>manège</strong></p>" },
          keywords: { fr: ["fête"] },
          timings: [
            { begin: "2026-12-05T10:00:00+01:00", end: "2026-12-05T18:00:00+01:00" },
            { begin: "2026-12-06T10:00:00+0100", end: "2026-12-06T18:00:00+0100" },
          ],
          timezone: "Europe/Paris",
          status: 6,
          location: {
            name: "Grand-Place",
            address: "Grand-Place, 59000 Lille",
            city: "Lille",
            postalCode: "59000",
            countryCode: "FR",
            latitude: 50.6,
            longitude: 3,
          },
          image: { base: "https://cdn.example/", filename: "a.jpg" },
          canonicalUrl: "https://openagenda.com/lille/events/foire",
        },
        { uid: 2, title: { fr: "Sans horaires" }, timings: [] },
      ],
    }
    const { entries, refused } = await readText(JSON.stringify(json))
    expect(
      entries.map(({ uid, recurrenceId, status, fields }) => [
        uid,
        recurrenceId,
        status,
        fields.title,
        fields.when.start,
      ]),
    ).toEqual([
      ["12345@openagenda.com", "2026-12-05T10:00:00+01:00", "cancelled", "Foire", "2026-12-05T10:00"],
      ["12345@openagenda.com", "2026-12-06T10:00:00+0100", "cancelled", "Foire", "2026-12-06T10:00"],
    ])
    expect(entries[0]!.fields).toMatchObject({
      summary: "Une foire.",
      description: "Avec manège",
      image: null,
      tags: ["fête"],
    })
    expect(entries[0]!.notes).toEqual(["the image is left out: it has no description"])
    expect(refused).toEqual([{ line: 2, uid: null, title: "Sans horaires", reason: "it has no timings" }])
  })

  test("schema.org in a list of a graph, offsets, a venue in words, online, a state", async () => {
    const graph = {
      "@context": "https://schema.org",
      "@graph": [
        { "@type": "WebPage", name: "x" },
        {
          "@type": "ItemList",
          itemListElement: [
            {
              "@type": "ListItem",
              item: {
                "@type": "MusicEvent",
                name: "Concert",
                startDate: "2026-12-05T19:30:00Z",
                endDate: "2026-12-05T21:00:00Z",
                eventStatus: "https://schema.org/EventCancelled",
                location: "Halle, 12 rue Haute, 67000 Strasbourg",
                url: "https://halle.example/c",
              },
            },
          ],
        },
        {
          "@type": ["Event"],
          "@id": "https://x.example/#e",
          name: "En ligne",
          startDate: "2026-12-06",
          location: { "@type": "VirtualLocation", url: "https://visio.example/a" },
        },
      ],
    }
    const { entries, name } = await readText(
      `<html><title>Agenda de la Halle</title><script type='application/ld+json'>${JSON.stringify(graph)}</script>`,
    )
    expect([
      name,
      entries.map(({ uid, status, fields }) => [
        uid,
        status,
        fields.title,
        fields.when.start,
        fields.onlineUrl,
        fields.places.map(({ locality }) => locality),
      ]),
    ]).toEqual([
      "Agenda de la Halle",
      [
        ["https://halle.example/c", "cancelled", "Concert", "2026-12-05T20:30", null, ["Strasbourg"]],
        ["https://x.example/#e", "scheduled", "En ligne", "2026-12-06", "https://visio.example/a", []],
      ],
    ])
  })

  test.each([
    ["", "it is empty"],
    ["<html><body>Connexion</body></html>", "it is a page that tells of no events (schema.org) and no calendar"],
    ['{"a":1}', "it is JSON in which no events are known"],
    ["{", "it is no JSON"],
    ["nom,prénom\na,b", "it has no column for the date"],
    ["<?xml version='1.0'?><schedule/>", "it brings nothing"],
    [
      `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><schedule><conference><title>&b;</title><start>2026-12-01</start><end>2026-12-01</end></conference></schedule>`,
      undefined,
    ],
  ])("%s", async (text, reason) => {
    if (reason === "it brings nothing") {
      const { entries, refused } = await readText(text)
      expect([entries, refused.map(({ reason }) => reason)]).toEqual([
        [],
        ["the conference has neither dates nor days"],
      ])
    } else if (reason) await expect(readText(text)).rejects.toThrow(reason)
    else expect(JSON.stringify(await readText(text)).length).toBeLessThan(3000)
  })
})

describe("addresses that people copy", () => {
  test.each([
    ["webcal://agenda.example/a.ics", "https://agenda.example/a.ics"],
    [
      "https://framagenda.org/index.php/apps/calendar/p/Ab3dEf",
      "https://framagenda.org/remote.php/dav/public-calendars/Ab3dEf?export",
    ],
    [
      "https://cloud.example/nc/apps/calendar/p/Ab3dEf/dayGridMonth/now",
      "https://cloud.example/nc/remote.php/dav/public-calendars/Ab3dEf?export",
    ],
    [
      "https://framagenda.org/remote.php/dav/public-calendars/Ab3dEf?export",
      "https://framagenda.org/remote.php/dav/public-calendars/Ab3dEf?export",
    ],
    ["https://a.example/b.ics?c=d#e", "https://a.example/b.ics?c=d"],
  ])("%s", (text, address) => expect(calendarAddress(text)).toBe(address))

  test.each([
    ["ftp://a.example/b", "not-a-source-address"],
    ["file:///etc/passwd", "not-a-source-address"],
    ["agenda", "not-a-source-address"],
    ["https://a:b@c.example/", "address-with-credentials"],
    ["https://framagenda.org/apps/calendar/p/AAA-BBB", "several-calendars"],
  ])("%s is refused", (text, code) =>
    expect(() => calendarAddress(text)).toThrow(
      expect.objectContaining({ problems: [{ field: "url", code, parameters: {} }] }),
    ),
  )
})
