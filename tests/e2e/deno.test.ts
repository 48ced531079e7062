import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { expect, inject, test } from "vitest"
import { startBeffroi } from "../support/beffroi.ts"
import { createDatabase } from "../support/postgres.ts"

/** The same sources under Deno, which comes as an npm package. */
const run = promisify(execFile)
const DENO = "node_modules/.bin/deno"

test("the sources type-check under Deno", { timeout: 180_000 }, async () => {
  await run(DENO, ["task", "check"], { maxBuffer: 16 * 1024 * 1024 })
})

test("Beffroi starts under Deno, is migrated and answers", { timeout: 120_000 }, async () => {
  const database = await createDatabase(inject("postgres"))
  const site = await startBeffroi({ databaseUrl: database.url, program: [DENO, "task", "start"] })
  try {
    const actor = await fetch(`${site.origin}/actors/instance`, { headers: { accept: "application/activity+json" } })
    expect(await actor.json()).toMatchObject({ id: `${site.origin}/actors/instance`, type: "Application" })
    expect((await fetch(`${site.origin}/`)).status).toBe(200)
    expect((await fetch(`${site.origin}/tout.ics`)).headers.get("content-type")).toBe("text/calendar; charset=utf-8")
    expect(await site.stop()).toBe(0)
  } finally {
    await site.kill()
    await database.drop()
  }
})
