import { readdirSync, readFileSync } from "node:fs"
import { chmod, mkdtemp, readFile, rename, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Beffroi, eventually, freePort, startBeffroi } from "../support/beffroi.ts"
import { startMastodonReceiver } from "../support/receivers/mastodon.ts"
import type { Receiver } from "../support/receivers/receiver.ts"

/** `npm start` with the PostgreSQL that comes with it, which dies. */
let folder: string
let port: number
let site: Beffroi
let mastodon: Receiver
const start = () => startBeffroi({ databaseUrl: "", port, env: { DATA_DIR: folder } })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "beffroi-e2e-"))
  await chmod(folder, 0o755)
  port = await freePort()
  ;[site, mastodon] = await Promise.all([start(), startMastodonReceiver()])
})
afterAll(async () => {
  await site?.stop()
  await mastodon?.close()
  await rm(folder, { recursive: true, force: true })
})

const postmaster = async () =>
  Number((await readFile(join(folder, "postgresql", "postmaster.pid"), "utf8")).split("\n")[0])
const killPostmaster = async () => process.kill(await postmaster(), "SIGKILL")

/** Somebody follows: what comes in is handled and what goes out is sent, or `accepted` is not reached. */
let follows = 0
async function follow(): Promise<void> {
  const object = `${site.origin}/actors/instance`
  const id = `${mastodon.origin}/follows/${++follows}`
  const activity = {
    "@context": "https://www.w3.org/ns/activitystreams",
    id,
    type: "Follow",
    actor: mastodon.actor(),
    object,
  }
  await mastodon.send(`${site.origin}/inbox`, activity)
  await mastodon.waitFor(follows, 15_000)
  expect(mastodon.accepted.at(-1)).toMatchObject({ type: "Accept", object: { id } })
}

const PAGES: Record<string, number> = {
  "/": 200,
  "/en/archives": 200,
  "/tout.ics": 200,
  "/archives.csv": 200,
  "/api/v1/events": 200,
  "/actors/instance": 200,
  "/.well-known/webfinger?resource=acct:instance@HOST": 200,
  "/readyz": 200,
  "/dav/": 200,
}
const ask = async (path: string) => {
  const headers = path.startsWith("/actors") ? { accept: "application/activity+json" } : undefined
  const answer = await fetch(site.origin + path.replace("HOST", site.host), { ...(headers && { headers }) })
  await answer.text()
  return answer
}

test("kill -9 of it: 503 with Retry-After until it is up again by itself; workers go on", {
  timeout: 60_000,
}, async () => {
  await follow()
  const expected = new Map<string, number>()
  for (const path of Object.keys(PAGES)) expected.set(path, (await ask(path)).status)
  expect(Object.fromEntries(expected)).toEqual(PAGES)
  for (let death = 1; death <= 2; death++) {
    await killPostmaster()
    const away = new Set<string>()
    const back = new Set<string>()
    await eventually(async () => {
      for (const path of expected.keys()) {
        const { status, headers } = await ask(path)
        expect([path, status]).toEqual([path, status === 503 ? 503 : expected.get(path)])
        if (status === 503) {
          expect([path, Number(headers.get("Retry-After"))]).toEqual([path, expect.toSatisfy(n => n >= 1 && n <= 60)])
          away.add(path)
          back.clear()
        } else back.add(path)
      }
      return back.size === expected.size
    }, 20_000)
    expect(away.size).toBeGreaterThan(0)
    await follow()
  }
  expect(site.output()).toContain("died and was started again")
})

/** Numbers of all processes whose command line holds this text. */
const processesOf = (text: string): number[] =>
  readdirSync("/proc")
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(name => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, "utf8").includes(text)
      } catch {
        return false
      }
    })
    .map(Number)

test.runIf(process.platform === "linux")(
  "kill -9 of everything: it starts again with what it had",
  { timeout: 60_000 },
  async () => {
    const all = processesOf(folder)
    expect(all).toContain(await postmaster())
    await site.kill()
    for (const pid of all) process.kill(pid, "SIGKILL")
    site = await start()
    await follow()
    expect((await ask("/")).status).toBe(200)
  },
)

test("it cannot be brought up again: it says so and stops with 1", { timeout: 60_000 }, async () => {
  const control = join(folder, "postgresql", "global", "pg_control")
  await rename(control, `${control}.away`)
  await killPostmaster()
  await eventually(async () => site.child.exitCode !== null, 50_000)
  expect(site.child.exitCode).toBe(1)
  expect(site.output()).toContain("Beffroi stops: its PostgreSQL cannot be brought up again")
  expect(site.output()).toContain(`see ${join(folder, "postgresql", "log")}`)
  await rename(`${control}.away`, control)
  await sleep(100)
  site = await start()
  await follow()
})
