import { describe, expect, test } from "vitest"
import { articleObject } from "../../../../federation/vocab/writing/article.ts"
import { noteObject } from "../../../../federation/vocab/writing/note.ts"
import { hashtags } from "../../../../federation/vocab/writing/tag.ts"
import { tombstoneObject } from "../../../../federation/vocab/writing/tombstone.ts"
import { image, news, ORIGIN, PUBLISHED, uuid, wholeEvent, wholeInterview } from "../../../support/wire-events.ts"

describe("an interview", () => {
  const page = `${ORIGIN}/i/bastien-guerry`
  const article = (over = {}) => articleObject(ORIGIN, wholeInterview(over))

  test("is an Article with portrait, original and recording", () => {
    const json = article({
      portrait: image({ credit: "Ada", licence: "CC BY 4.0" }),
      videoUrl: "https://video.example/w/abc",
      original: { name: "Le partenaire", url: "https://partner.example/1" },
      eventId: uuid(10),
    })
    const content =
      "<p>Échange avec Bastien Guerry</p><p>Ce qu'une administration apprend en publiant son code.</p>" +
      "<p>Une <em>première</em> réponse.</p>\n<p>Une seconde.</p>" +
      '<p>Vidéo : <a href="https://video.example/w/abc">https://video.example/w/abc</a></p>' +
      '<p>Première publication : <a href="https://partner.example/1">Le partenaire</a></p>' +
      "<p>Image : Ada (CC BY 4.0)</p>" +
      `<p><a href="${page}">Les logiciels libres comme espaces de collaboration</a></p>`
    const summary = "Échange avec Bastien Guerry · Ce qu'une administration apprend en publiant son code."
    expect(json).toMatchObject({
      id: `${ORIGIN}/interviews/${uuid(50)}`,
      type: "Article",
      url: page,
      actor: `${ORIGIN}/actors/entretiens`,
      attributedTo: `${ORIGIN}/actors/entretiens`,
      name: "Les logiciels libres comme espaces de collaboration",
      summary,
      summaryMap: { fr: summary },
      content,
      contentMap: { fr: content },
      published: "2024-01-16T12:00:00Z",
      // the thread of the event that it documents
      context: `${ORIGIN}/contexts/${uuid(10)}`,
    })
    expect((json.attachment as { type: string; name: string }[]).map(({ type, name }) => [type, name])).toEqual([
      ["Document", "Une affiche : des mains tiennent un beffroi"],
      ["Link", "Le partenaire"],
      ["Link", "Vidéo"],
    ])
  })

  test("keeps its first date, and is never from the future", () => {
    expect(article({ date: "2026-11-21" }).published).toBe("2026-11-21T10:00:00Z")
    expect(article({ date: "2026-11-21", publishedAt: new Date("2026-11-21T18:00:00Z") }).published).toBe(
      "2026-11-21T12:00:00Z",
    )
    expect(article({ updatedAt: PUBLISHED })).toMatchObject({ updated: "2026-11-21T10:00:00Z" })
  })

  test("without a summary and interviewees has no summary, and a thread of its own", () => {
    const bare = article({ summary: "", interviewees: [], content: "" })
    expect(bare).not.toHaveProperty("summary")
    expect(bare.content).toBe(`<p><a href="${page}">Les logiciels libres comme espaces de collaboration</a></p>`)
    expect(bare.context).toBe(`${ORIGIN}/contexts/${uuid(50)}`)
  })

  test("cuts its summary at 500 characters", () => {
    expect([...String(article({ summary: "mot ".repeat(200) }).summary)].length).toBeLessThanOrEqual(500)
  })
})

test("news is a Note that stands alone", () => {
  const json = noteObject(ORIGIN, news(), wholeEvent())
  const content =
    "<p>ANNULÉ · Séance plénière. Date prévue : sam. 12 déc. 2026, 20h30–22h, Nouveau Siècle, Lille.</p>" +
    `<p><a href="${ORIGIN}/e/seance-pleniere">Séance plénière</a></p>`
  expect(json).toMatchObject({
    id: `${ORIGIN}/news/${uuid(40)}`,
    type: "Note",
    url: `${ORIGIN}/news/${uuid(40)}`,
    attributedTo: `${ORIGIN}/actors/agenda`,
    content,
    contentMap: { fr: content },
    context: `${ORIGIN}/contexts/${uuid(10)}`,
    published: "2026-11-22T08:00:00Z",
    attachment: [],
  })
  for (const name of ["name", "summary", "inReplyTo", "updated"]) expect(json).not.toHaveProperty(name)
})

test("an address in a text can be followed, and nothing else becomes a tag", () => {
  const text =
    "EN LIGNE · Venez : https://visio.example/a?b=1&c=2.\nÀ 18 h <ici> //x.example ftp://y.example\n\njavascript:z"
  expect(noteObject(ORIGIN, news({ text }), wholeEvent()).content).toBe(
    '<p>EN LIGNE · Venez : <a href="https://visio.example/a?b=1&amp;c=2">https://visio.example/a?b=1&amp;c=2</a>.<br>' +
      "À 18 h &lt;ici&gt; //x.example ftp://y.example</p><p>javascript:z</p>" +
      `<p><a href="${ORIGIN}/e/seance-pleniere">Séance plénière</a></p>`,
  )
})

test("a tombstone", () => {
  expect(tombstoneObject(ORIGIN, "/events/x", "Event", PUBLISHED)).toMatchObject({
    id: `${ORIGIN}/events/x`,
    type: "Tombstone",
    formerType: "Event",
    deleted: "2026-11-21T10:00:00Z",
  })
})

test("hashtags: one word each, once regardless of case, none of punctuation alone", () => {
  const names = (...tags: string[]) => hashtags(ORIGIN, tags).map(({ name }) => name)
  expect(names("communs", "Communs", "logiciel libre", "#État", "outre-mer", "!?", "numérique 2026")).toEqual([
    "#communs",
    "#LogicielLibre",
    "#État",
    "#OutreMer",
    "#Numérique2026",
  ])
})
