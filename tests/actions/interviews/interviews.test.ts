import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { createEvent } from "../../../src/actions/events/create.ts"
import { createInterview } from "../../../src/actions/interviews/create.ts"
import { deleteInterview } from "../../../src/actions/interviews/delete.ts"
import { publishInterview } from "../../../src/actions/interviews/publish.ts"
import { updateInterview } from "../../../src/actions/interviews/update.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { fieldProblem } from "../../../src/domain/field-problem.ts"
import { interviewInput, interviewPatch } from "../../../src/input/interview.ts"
import { parseInput } from "../../../src/input/parse.ts"
import { readObject } from "../../../src/store/objects.ts"
import { makeCalendars, plenary } from "../../support/agenda.ts"
import { addFollowers } from "../../support/followers.ts"
import { dump, lastSeq, sentSince } from "../../support/rows.ts"
import { ORIGIN, openSite } from "../../support/site.ts"

const START = new Date("2026-11-21T10:00:00Z")
const INBOX = [["https://a.example/inbox", ""]]
let server: Awaited<ReturnType<typeof openSite>>
beforeAll(async () => {
  server = await openSite(START, { oneKeyPair: true })
  await makeCalendars(server.db, server.site)
  await addFollowers(server.db, "entretiens", [{ host: "a.example" }])
})
beforeEach(() => server.setClock(START))
afterAll(() => server.close())

const make = (over: object = {}) =>
  createInterview(
    server.db,
    server.site,
    OPERATOR,
    parseInput(interviewInput, {
      calendar: "entretiens",
      title: "Paroles de communs",
      content: "Une *réponse*.",
      published: "2026-11-20",
      publish: true,
      ...over,
    }),
  )
const patch = (id: string, body: object) =>
  updateInterview(server.db, server.site, OPERATOR, id, parseInput(interviewPatch, body))

test("a new interview is one Article, announced to those who follow the collection", async () => {
  const { db, site } = server
  const seq = await lastSeq(db)
  const interview = await make({ interviewees: ["Bastien Guerry"], tags: ["#libre"] })
  expect(interview).toMatchObject({
    slug: "paroles-de-communs",
    state: "published",
    publishedAt: START,
    updatedAt: null,
    tags: ["libre"],
    language: "fr",
  })
  const [create, ...rest] = await sentSince(db, seq)
  expect(rest).toEqual([])
  expect(create).toMatchObject({
    type: "Create",
    actor: "entretiens",
    objectType: "Article",
    objectPath: `/interviews/${interview.id}`,
    inboxes: INBOX,
  })
  const object = (await readObject(db, `/interviews/${interview.id}`))!
  expect(object).toMatchObject({
    type: "Article",
    page: "/i/paroles-de-communs",
    body: site.wire.interview(interview).body,
  })
  expect({ "@context": create!.json["@context"], ...create!.json.object }).toEqual(JSON.parse(object.body))
  expect(create!.json.object).toMatchObject({
    id: `${ORIGIN}/interviews/${interview.id}`,
    attributedTo: `${ORIGIN}/actors/entretiens`,
  })
})

test("one that was first published over a week ago goes to the archives without a message", async () => {
  const seq = await lastSeq(server.db)
  await make({ published: "2026-11-14" })
  await make({ published: "2026-11-13" })
  expect((await sentSince(server.db, seq)).map(({ inboxes }) => inboxes)).toEqual([INBOX, []])
})

test("a draft is nowhere until it is published; then it is corrected, and deleted for ever", async () => {
  const { db, site } = server
  const before = await dump(db)
  const draft = await make({ publish: false, slug: "brouillon" })
  const after = await dump(db)
  for (const table of ["outbox", "object", "delivery"]) expect(after[table]).toEqual(before[table])
  const seq = await lastSeq(db)
  await publishInterview(db, site, OPERATOR, draft.id)
  await expect(publishInterview(db, site, OPERATOR, draft.id)).rejects.toMatchObject({
    code: "already-published",
    kind: "conflict",
  })
  const once = await patch(draft.id, { title: "Un titre corrigé" })
  const twice = await patch(draft.id, { interviewees: ["Ana"] })
  expect([once.updatedAt, twice.updatedAt]).toEqual([
    new Date("2026-11-21T10:00:01Z"),
    new Date("2026-11-21T10:00:02Z"),
  ])
  const still = await dump(db)
  expect(await patch(draft.id, { title: "Un titre corrigé", interviewees: ["Ana"] })).toEqual(twice)
  expect(await dump(db)).toEqual(still)
  await deleteInterview(db, site, OPERATOR, draft.id)
  expect((await sentSince(db, seq)).map(({ type, objectType, inboxes }) => [type, objectType, inboxes])).toEqual([
    ["Create", "Article", INBOX],
    ["Update", "Article", INBOX],
    ["Update", "Article", INBOX],
    ["Delete", "Article", INBOX],
  ])
  expect(await readObject(db, `/interviews/${draft.id}`)).toMatchObject({ gone: true, type: "Tombstone" })
  for (const act of [
    () => patch(draft.id, { title: "Revenu" }),
    () => deleteInterview(db, site, OPERATOR, draft.id),
    () => publishInterview(db, site, OPERATOR, draft.id),
  ])
    await expect(act()).rejects.toMatchObject({ code: "deleted", kind: "gone" })
})

test("a draft that is deleted leaves nothing", async () => {
  const before = await dump(server.db)
  const draft = await make({ publish: false })
  await deleteInterview(server.db, server.site, OPERATOR, draft.id)
  expect(await dump(server.db)).toEqual(before)
  await expect(deleteInterview(server.db, server.site, OPERATOR, draft.id)).rejects.toMatchObject({ code: "not-found" })
})

test("it may document an event, in whose thread it stands", async () => {
  const event = await createEvent(server.db, server.site, OPERATOR, plenary({ slug: "seance" }))
  const interview = await make({ event: "seance" })
  expect(interview.eventId).toBe(event.id)
  const [of, on] = await Promise.all([
    readObject(server.db, `/events/${event.id}`),
    readObject(server.db, `/interviews/${interview.id}`),
  ])
  expect(JSON.parse(on!.body).context).toBe(JSON.parse(of!.body).context)
  await expect(make({ event: "nulle-part" })).rejects.toMatchObject({
    problems: [fieldProblem("event", "no-event", { slug: "nulle-part" })],
  })
})

test("slugs do not clash, whatever comes at once", async () => {
  const made = await Promise.all(Array.from({ length: 5 }, () => make({ title: "Tous ensemble" })))
  expect(made.map(({ slug }) => slug).sort()).toEqual([
    "tous-ensemble",
    "tous-ensemble-2",
    "tous-ensemble-3",
    "tous-ensemble-4",
    "tous-ensemble-5",
  ])
  await expect(make({ slug: "tous-ensemble" })).rejects.toMatchObject({
    problems: [fieldProblem("slug", "taken-by-interview", { value: "tous-ensemble" })],
  })
})
