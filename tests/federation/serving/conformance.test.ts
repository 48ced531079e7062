import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openSite, type TestSite } from "./site.ts"

let site: TestSite
beforeAll(async () => {
  site = await openSite({ origin: null })
  await site.event()
  await site.interview()
})
afterAll(() => site.close())

const TOOL = fileURLToPath(new URL("../../../node_modules/.bin/activitypub-testing", import.meta.url))

interface Assertion {
  test: { slug: string }
  result: { outcome: string; info?: string; pointer?: unknown }
}

/** Lines of JSON, one a check; `--output=json` would fetch contexts from the network. */
async function check(actor: string): Promise<Assertion[]> {
  const { stdout } = await promisify(execFile)(TOOL, ["test", "actor", actor, "--output=json-seq"], { maxBuffer: 1e7 })
  return stdout
    .split("\u001e")
    .filter(line => line.trim() !== "")
    .map(line => JSON.parse(line))
}

test("the community's checks of an actor and its collections find no failure", async () => {
  for (const handle of ["agenda", "entretiens", "conseil", "instance"]) {
    const assertions = await check(`${site.origin}/actors/${handle}`)
    const outcomes = Map.groupBy(assertions, assertion => assertion.result.outcome)
    expect([
      handle,
      outcomes
        .get("passed")
        ?.map(assertion => assertion.test.slug)
        .sort(),
    ]).toEqual([
      handle,
      [
        "actor-must-serve-as2-object-to-get",
        "actor-objects-must-have-inbox-outbox-properties",
        "followers-collection-must-be-a-collection",
        "following-collection-must-be-a-collection",
        "outbox-must-be-an-orderedcollection",
      ],
    ])
    // the others are about writing to an outbox, reading an inbox, and collections that actors of ours do not have
    expect([...outcomes.keys()].sort()).toEqual(["inapplicable", "passed"])
  }
})

test("the tool does find failures: a follower collection that is none", async () => {
  const actor = await site.db
    .selectFrom("object")
    .selectAll()
    .where("path", "=", "/actors/rencontres")
    .executeTakeFirstOrThrow()
  const body = actor.body.replace(
    `"followers":"${site.origin}/actors/rencontres/followers"`,
    `"followers":{"type":"Person"}`,
  )
  await site.db.updateTable("object").set({ body }).where("path", "=", actor.path).execute()
  const failed = (await check(`${site.origin}/actors/rencontres`)).filter(a => a.result.outcome === "failed")
  expect(failed.map(a => a.test.slug)).toEqual(["followers-collection-must-be-a-collection"])
})
