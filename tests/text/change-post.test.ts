import { describe, expect, test } from "vitest"
import type { NewsKind } from "../../src/domain/news.ts"
import type { When } from "../../src/domain/time.ts"
import { changePost } from "../../src/text/change-post.ts"
import { leadingWord, stateWords, titleWithState } from "../../src/text/states.ts"
import { calendar, place, session, wholeEvent } from "../support/wire-events.ts"

const when = (start: string, end: string | null = null, timeZone = "Europe/Paris"): When => ({
  start,
  end,
  allDay: !start.includes("T"),
  timeZone,
})
const lille = place({ name: "Nouveau Siècle", locality: "Lille" })
const plenary = wholeEvent({
  title: "Séance plénière",
  when: when("2026-11-30T14:00", "2026-11-30T17:00"),
  places: [lille],
})
const moved = { ...plenary, when: when("2026-12-07T14:00", "2026-12-07T17:00") }
const english = { ...plenary, title: "Plenary session", language: "en" }
const post = (kind: NewsKind, event = plenary, before: When | null = null, reason: string | null = null) =>
  changePost(kind, event, before, reason)

describe("the exact posts, in French", () => {
  test.each<[NewsKind, string]>([
    [
      "cancelled",
      "ANNULÉ · Séance plénière. Date prévue : lun. 30 nov. 2026, 14h–17h, Nouveau Siècle, Lille. La salle est fermée.",
    ],
    ["postponed", "REPORTÉ · Séance plénière. La nouvelle date sera annoncée ici. La salle est fermée."],
    ["moved-online", "EN LIGNE · Séance plénière aura lieu en visioconférence, à la même heure. La salle est fermée."],
    ["full", "COMPLET · Il n'y a plus de place pour Séance plénière. La salle est fermée."],
    [
      "restored",
      "RÉTABLI · Séance plénière. Le rendez-vous a bien lieu : lun. 30 nov. 2026, 14h–17h, Nouveau Siècle, Lille. La salle est fermée.",
    ],
  ])("%s", (kind, expected) => {
    expect(post(kind, plenary, null, "La salle est fermée")).toBe(expected)
    expect(post(kind, plenary, null, "La salle est fermée.")).toBe(expected)
    expect(post(kind)).toBe(expected.replace(" La salle est fermée.", ""))
  })

  test("rescheduled, with the old date", () => {
    expect(post("rescheduled", moved, plenary.when, "À bientôt !")).toBe(
      "REPORTÉ · Séance plénière. Nouvelle date : lun. 7 déc. 2026, 14h–17h, Nouveau Siècle, Lille (au lieu du lun. 30 nov.). À bientôt !",
    )
  })

  test.each([
    ["only the hours", when("2026-12-07T09:30"), "au lieu de 9h30"],
    ["whole days", when("2026-11-30", "2026-12-01"), "au lieu du lun. 30 nov. – mar. 1er déc."],
    ["a day and its evening", when("2026-11-30T20:00", "2026-12-01T02:00"), "au lieu du lun. 30 nov. – mar. 1er déc."],
    ["over New Year", when("2026-12-31", "2027-01-01"), "au lieu du jeu. 31 déc. 2026 – ven. 1er janv. 2027"],
  ])("instead of: %s", (_, before, words) => {
    expect(post("rescheduled", moved, before)).toContain(`, Nouveau Siècle, Lille (${words}).`)
  })

  test("a day that gets an hour says nothing of before", () => {
    expect(post("rescheduled", moved, when("2026-12-07"))).toBe(
      "REPORTÉ · Séance plénière. Nouvelle date : lun. 7 déc. 2026, 14h–17h, Nouveau Siècle, Lille.",
    )
  })

  test("programme and reminder", () => {
    const two = { ...plenary, sessions: [session(), session()] }
    expect(post("programme", two)).toBe(
      "PROGRAMME · Séance plénière. Le programme est en ligne : 2 séances. lun. 30 nov. 2026, 14h–17h, Nouveau Siècle, Lille.",
    )
    expect(post("programme")).toBe(
      "PROGRAMME · Séance plénière. Le programme est en ligne. lun. 30 nov. 2026, 14h–17h, Nouveau Siècle, Lille.",
    )
    expect(post("reminder")).toBe("RAPPEL · Séance plénière. lun. 30 nov. 2026, 14h–17h, Nouveau Siècle, Lille.")
  })

  test("without a place, online, in another zone, with a title that ends itself", () => {
    expect(post("cancelled", { ...plenary, places: [] })).toBe(
      "ANNULÉ · Séance plénière. Date prévue : lun. 30 nov. 2026, 14h–17h.",
    )
    expect(post("cancelled", { ...plenary, places: [], onlineUrl: "https://visio.example" })).toBe(
      "ANNULÉ · Séance plénière. Date prévue : lun. 30 nov. 2026, 14h–17h, en visioconférence.",
    )
    expect(post("cancelled", { ...plenary, when: when("2026-11-30T14:00", null, "Indian/Reunion") })).toBe(
      "ANNULÉ · Séance plénière. Date prévue : lun. 30 nov. 2026, 14h (heure de La Réunion), Nouveau Siècle, Lille.",
    )
    expect(post("cancelled", { ...plenary, title: "Et les communs ?" })).toBe(
      "ANNULÉ · Et les communs ? Date prévue : lun. 30 nov. 2026, 14h–17h, Nouveau Siècle, Lille.",
    )
  })
})

test.each<[NewsKind, string]>([
  ["cancelled", "CANCELLED · Plenary session. Planned date: Mon 30 Nov 2026, 14:00–17:00, Nouveau Siècle, Lille."],
  ["postponed", "POSTPONED · Plenary session. The new date will be announced here."],
  ["moved-online", "ONLINE · Plenary session will take place online, at the same time."],
  ["full", "FULL · There is no place left for Plenary session."],
  [
    "restored",
    "RESTORED · Plenary session. It takes place after all: Mon 30 Nov 2026, 14:00–17:00, Nouveau Siècle, Lille.",
  ],
  [
    "rescheduled",
    "POSTPONED · Plenary session. New date: Mon 30 Nov 2026, 14:00–17:00, Nouveau Siècle, Lille (instead of Mon 23 Nov).",
  ],
  [
    "programme",
    "PROGRAMME · Plenary session. The programme is online. Mon 30 Nov 2026, 14:00–17:00, Nouveau Siècle, Lille.",
  ],
  ["reminder", "REMINDER · Plenary session. Mon 30 Nov 2026, 14:00–17:00, Nouveau Siècle, Lille."],
])("in English: %s", (kind, expected) => {
  expect(post(kind, english, when("2026-11-23T14:00"))).toBe(expected)
})

describe("state words", () => {
  const state = (over: Partial<typeof plenary>) => {
    const event = { ...plenary, ...over }
    return [
      leadingWord(event, "fr"),
      stateWords(event, "fr")
        .map(({ label }) => label)
        .join(", "),
    ]
  }
  test("on the wire the change leads; on pages every state is said", () => {
    expect(state({})).toEqual([null, ""])
    expect(state({ status: "cancelled" })).toEqual(["ANNULÉ", "Annulé"])
    expect(state({ status: "cancelled", full: true, onlineUrl: "https://x.example", places: [] })).toEqual([
      "ANNULÉ",
      "Annulé",
    ])
    expect(state({ status: "postponed" })).toEqual(["REPORTÉ", "Reporté"])
    expect(state({ status: "rescheduled", full: true })).toEqual(["REPORTÉ", "Reporté, Complet"])
    expect(state({ status: "moved-online", onlineUrl: "https://x.example" })).toEqual(["EN LIGNE", "En ligne"])
    expect(state({ full: true })).toEqual(["COMPLET", "Complet"])
    // online from the start is no change
    expect(state({ onlineUrl: "https://x.example", places: [] })).toEqual([null, "En ligne"])
    expect(state({ onlineUrl: "https://x.example" })).toEqual([null, ""])
  })

  test("the word comes first in the title, in the calendar's language", () => {
    expect(titleWithState({ ...plenary, status: "cancelled" }, calendar().language)).toBe("ANNULÉ · Séance plénière")
    expect(titleWithState({ ...plenary, full: true }, "en")).toBe("FULL · Séance plénière")
    expect(titleWithState(plenary, "fr")).toBe("Séance plénière")
  })
})
