import { expect, test } from "vitest"
import { NAMING_CONTEXT } from "../../../../federation/vocab/writing/context.ts"
import { refuseMastodon } from "../../../support/receivers/mastodon.ts"
import { breachesOf } from "../../../support/receivers/profile.ts"
import { activityObject } from "../../../support/wire-activities.ts"
import { calendar, ORIGIN, PUBLISHED, uuid } from "../../../support/wire-events.ts"

const PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
const agenda = `${ORIGIN}/actors/agenda`
const alice = "https://there.example/users/alice"
const base = { id: uuid(1), actor: calendar(), published: PUBLISHED }

test("an Announce names its object and is public", () => {
  expect(activityObject(ORIGIN, { ...base, type: "Announce", object: `${ORIGIN}/events/x` })).toEqual({
    "@context": NAMING_CONTEXT,
    id: `${ORIGIN}/activities/${uuid(1)}`,
    type: "Announce",
    actor: agenda,
    to: [PUBLIC],
    cc: [`${agenda}/followers`],
    published: "2026-11-21T10:00:00Z",
    object: `${ORIGIN}/events/x`,
  })
})

test("an Accept embeds the whole Follow, without the envelope it came in, and goes to its author alone", () => {
  const follow = {
    "@context": ["https://www.w3.org/ns/activitystreams", "https://there.example/unreachable"],
    id: "https://there.example/federation/m/https://communs.example/actors/agenda#follow",
    type: "Follow",
    actor: alice,
    object: agenda,
    cc: null,
    signature: { type: "RsaSignature2017" },
    proof: { type: "DataIntegrityProof" },
  }
  const accept = activityObject(ORIGIN, { ...base, type: "Accept", object: follow, to: [alice] })
  expect(accept).toMatchObject({ to: [alice], cc: [] })
  expect(accept.object).toEqual({ id: follow.id, type: "Follow", actor: alice, object: agenda })
  expect(breachesOf(accept)).toEqual([])
  expect(refuseMastodon(accept)).toEqual([])
})

test("an Undo embeds what is undone", () => {
  const follow = activityObject(ORIGIN, { ...base, type: "Follow", object: alice, to: [alice] })
  const undo = activityObject(ORIGIN, { ...base, id: uuid(2), type: "Undo", object: follow, to: [alice] })
  const { "@context": _, ...inside } = follow
  expect(undo.object).toEqual(inside)
  expect(breachesOf(undo)).toEqual([])
  expect(refuseMastodon(undo)).toEqual([])
})
