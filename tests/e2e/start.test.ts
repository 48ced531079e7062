import { execFile } from "node:child_process"
import { once } from "node:events"
import { request } from "node:http"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { type Beffroi, startBeffroi } from "../support/beffroi.ts"
import { createDatabase } from "../support/postgres.ts"

const run = promisify(execFile)
let database: Awaited<ReturnType<typeof createDatabase>>
beforeAll(async () => {
  database = await createDatabase(inject("postgres"))
})
afterAll(() => database.drop())

describe("starting and stopping", () => {
  test("every mistake of the environment is named at once, and nothing starts", async () => {
    const env = {
      PORT: "eighty",
      ORIGIN: "agenda.example.org/x",
      ROLE: "both",
      SECRET_KEY: "short",
      LOG_LEVEL: "loud",
      LEASE_SECONDS: "0.5",
    }
    const refused = await startBeffroi({ databaseUrl: "mysql://x", port: 1, env }).catch(
      (error: Error) => error.message,
    )
    for (const name of ["PORT", "ORIGIN", "DATABASE_URL", "ROLE", "SECRET_KEY", "LOG_LEVEL", "LEASE_SECONDS"])
      expect(refused).toMatch(new RegExp(`- ${name}: `))
    expect(refused).toContain("exited with 1")
  })

  test("with an ORIGIN it starts empty, and refuses another ORIGIN afterwards", async () => {
    const one = await startBeffroi({ databaseUrl: database.url })
    expect(await (await fetch(`${one.origin}/healthz`)).text()).toBe("ok")
    expect((await fetch(`${one.origin}/`)).status).toBe(200)
    for (const noun of ["events", "interviews", "calendars"])
      expect(await (await fetch(`${one.origin}/api/v1/${noun}`)).json()).toEqual({ items: [], next: null })
    for (const address of ["/events/nothing", "/events/a/b/c", "/videos/1"])
      expect((await fetch(one.origin + address)).status).toBe(404)
    expect(one.output()).toMatch(/\/bienvenue\?cle=[\w-]{20,}/)
    expect(await one.stop()).toBe(0)
    const other = await startBeffroi({ databaseUrl: database.url, env: { ORIGIN: "https://other.example" } }).catch(
      (error: Error) => error.message,
    )
    // a command that is told none works under the one of the database
    const env = { ...process.env, DATABASE_URL: database.url, SECRET_KEY: "a secret of the tests, 32 characters long" }
    const listed = await run(process.execPath, ["src/cli.ts", "events", "list"], { env })
    expect(listed).toEqual({ stdout: "", stderr: "" })
    expect(other).toContain(`made for ORIGIN ${one.origin}, not https://other.example`)
  })

  test("SIGTERM lets a request in flight finish and exits 0", async () => {
    const port = Number(new URL((await startedOnce()).origin).port)
    const site = await startBeffroi({ databaseUrl: database.url, port })
    const body = "{}"
    const sending = request(`${site.origin}/inbox`, {
      method: "POST",
      headers: { "content-type": "application/activity+json", "content-length": body.length },
    })
    const answered = once(sending, "response")
    sending.write(body[0])
    await once(sending, "socket")
    // the head is read and the body awaited
    await new Promise(resolve => setTimeout(resolve, 300))
    const stopped = site.stop()
    await new Promise(resolve => setTimeout(resolve, 300))
    sending.end(body[1])
    const [answer] = await answered
    // unsigned, but heard and answered
    expect(answer.statusCode).toBe(400)
    answer.resume()
    expect(await stopped).toBe(0)
  })
})

/** The ORIGIN of this file's database holds a port: later starts take the same. */
async function startedOnce(): Promise<Beffroi> {
  const { default: pg } = await import("pg")
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query("select value from setting where key = 'origin'")
  await client.end()
  return { origin: rows[0].value } as Beffroi
}
