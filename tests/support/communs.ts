import { readFileSync } from "node:fs"
import { Hono } from "hono"
import { compress } from "hono/compress"
import { load } from "../../src/actions/content/load.ts"
import { cancelEvent } from "../../src/actions/events/cancel.ts"
import { createEvent } from "../../src/actions/events/create.ts"
import { deleteEvent } from "../../src/actions/events/delete.ts"
import { markEventFull } from "../../src/actions/events/mark-full.ts"
import { moveEventOnline } from "../../src/actions/events/move-online.ts"
import { postponeEvent } from "../../src/actions/events/postpone.ts"
import { rescheduleEvent } from "../../src/actions/events/reschedule.ts"
import { createInterview } from "../../src/actions/interviews/create.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { eventInput } from "../../src/input/event.ts"
import { interviewInput } from "../../src/input/interview.ts"
import { parseInput } from "../../src/input/parse.ts"
import { createOutgoing } from "../../src/outgoing/index.ts"
import { readEvent } from "../../src/store/events.ts"
import { webApp } from "../../src/web/app.ts"
import { createRemoteImages } from "../../src/web/site/images/remote-images.ts"
import { openSite } from "./site.ts"

export const NOW = new Date("2026-11-21T16:10:00+01:00")

export const TILES = "https://tuiles.example/{z}/{x}/{y}.png"

/** Rooms by hours: what a national edition looks like. */
const programme = (rooms: number, rounds: number) =>
  Array.from({ length: rounds }, (_, round) =>
    Array.from({ length: rooms }, (_, room) => ({
      slug: `seance-${round + 1}-${room + 1}`,
      title: `Séance ${round + 1}.${room + 1} : gouverner et financer un commun numérique`,
      summary: "Deux retours d'expérience, puis un atelier pour repartir avec une méthode.",
      format: room === 0 ? "conférence" : "atelier",
      start: `2026-12-${round < 3 ? "09" : "10"}T${String(9 + 2 * (round % 3)).padStart(2, "0")}:00`,
      end: `2026-12-${round < 3 ? "09" : "10"}T${String(10 + 2 * (round % 3)).padStart(2, "0")}:30`,
      room: `Salle ${room + 1}`,
      speakers: ["Camille Martin", "Noé Diallo"],
      documents: [{ title: "Compte rendu", url: "https://pad.example.org/cr" }],
    })),
  ).flat()

const INVENTED = [
  { slug: "brouillon", title: "Brouillon secret", calendar: "agenda", start: "2026-12-02T10:00", publish: false },
  { slug: "retire", title: "Rendez-vous retiré", calendar: "agenda", start: "2026-12-03T10:00" },
  {
    slug: "reporte",
    title: "Table ronde reportée",
    calendar: "agenda",
    start: "2026-12-03T10:00",
    end: "2026-12-03T12:00",
  },
  { slug: "deplace", title: "Conseil déplacé", calendar: "agenda", start: "2026-12-01T14:00", end: "2026-12-01T17:00" },
  {
    slug: "en-ligne",
    title: "Atelier passé en ligne",
    calendar: "agenda",
    start: "2026-12-04T14:00",
    place: { name: "Médiathèque", locality: "Lyon" },
  },
  {
    slug: "edition-nationale",
    title: "Édition nationale",
    calendar: "evenements",
    start: "2026-12-09",
    end: "2026-12-10",
    place: {
      name: "Palais",
      street: "1 rue de la Paix",
      postalCode: "69001",
      locality: "Lyon",
      latitude: 45.76,
      longitude: 4.83,
    },
    organisers: ["Mission Société Numérique"],
    access: "Entrée de plain-pied, boucle magnétique",
    price: { amount: 12.5, currency: "EUR" },
    accessibility: ["hearing-loop", "wheelchair"],
    tags: ["communs"],
    programme: programme(5, 6),
  },
  {
    slug: "forum",
    title: "Forum aux huit salles",
    calendar: "evenements",
    start: "2026-12-09",
    end: "2026-12-10",
    programme: [
      ...programme(8, 1),
      { slug: "dejeuner", title: "déjeuner", format: "pause", start: "2026-12-09T12:30", end: "2026-12-09T14:00" },
    ],
  },
  {
    slug: "open-source-summit",
    title: "Europe's commons: a summit",
    calendar: "evenements",
    language: "en",
    start: "2026-12-15T09:00",
    end: "2026-12-16T18:00",
    summary: "Two days about shared infrastructure.",
    description:
      "# What\n\nFind *out* more at https://example.org and <script>alert(1)</script>.\n\n### Deeper\n\n![A bell](https://images.example.org/bell.jpg)\n\n[bad](javascript:alert(1))",
    url: "https://summit.example.org/2026",
    tags: ["communs"],
  },
]

/** The real content of `examples/communs.json` on the day of the prototype, and one event of each other kind. */
export async function openCommuns({ image, tileUrl = TILES }: { image?: string; tileUrl?: string | null } = {}) {
  const server = await openSite(NOW)
  const { db, site } = server
  await load(
    db,
    site,
    OPERATOR,
    JSON.parse(readFileSync(new URL("../../examples/communs.json", import.meta.url), "utf8")),
  )
  const ids = new Map<string, string>()
  for (const entry of INVENTED) {
    const event = await createEvent(db, site, OPERATOR, parseInput(eventInput, { publish: true, ...entry }))
    ids.set(entry.slug, event.id)
  }
  if (image) {
    const alt = "Deux personnes devant l'école"
    const photo = { url: image, alt, credit: "Camille Martin", width: 1200, height: 675 }
    await createEvent(
      db,
      site,
      OPERATOR,
      parseInput(eventInput, {
        slug: "image",
        title: "Avec une image",
        calendar: "agenda",
        start: "2026-12-11T10:00",
        image: photo,
        publish: true,
      }),
    )
    await createInterview(
      db,
      site,
      OPERATOR,
      parseInput(interviewInput, {
        slug: "camille-martin",
        calendar: "entretiens",
        title: "Tenir un commun dans la durée",
        summary: "Elle anime un atelier depuis dix ans.",
        content:
          "## Un début\n\n**Comment est né l'atelier ?**\n\nPar hasard.\n\n> Ce qui compte, c'est la co-action.\n\n- un\n- deux",
        interviewees: ["Camille Martin"],
        published: "2026-11-20",
        portrait: { ...photo, width: 300, height: 400 },
        video: "https://peertube.example/w/kkGMgK9ZtnKfYAgnEtQxbv",
        original: { name: "Blog Binaire, Le Monde", url: "https://binaire.example/2026/entretien" },
        event: "nec-lille-2023",
        publish: true,
      }),
    )
  }
  const of = async (slug: string) => ids.get(slug) ?? (await readEvent(db, { slug }))!.id
  await deleteEvent(db, site, OPERATOR, await of("retire"))
  await postponeEvent(db, site, OPERATOR, await of("reporte"), "La salle est fermée")
  await rescheduleEvent(db, site, OPERATOR, await of("deplace"), {
    start: "2026-12-08T14:00",
    reason: "Les inscriptions restent valables.",
  })
  await moveEventOnline(db, site, OPERATOR, await of("en-ligne"), "https://visio.example.org/atelier")
  await markEventFull(db, site, OPERATOR, await of("demo-wikipedia"))
  await cancelEvent(db, site, OPERATOR, await of("demo-wikipedia-2"), "La bibliothèque ferme pour travaux")
  const outgoing = createOutgoing({ allowPrivateAddresses: true, userAgent: "tests" })
  const failures: unknown[] = []
  const secretKey = "a secret key of the tests, long enough"
  const pages = webApp({
    db,
    origin: site.origin,
    fetchImage: createRemoteImages(outgoing.guardedFetch),
    outgoing,
    site,
    secretKey,
    tileUrl,
    log: (_, error) => failures.push(error),
  })
  const app = new Hono()
  // as the whole site has it
  app.use(compress())
  app.route("/", pages)
  return {
    ...server,
    app,
    failures,
    async close() {
      await outgoing.close()
      await server.close()
    },
  }
}
