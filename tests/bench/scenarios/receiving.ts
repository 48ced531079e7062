import { absolute, paths } from "../../../src/domain/paths.ts"
import { freePort } from "../../support/beffroi.ts"
import type { AuthorsCalls, Preparation } from "../processes/authors.ts"
import type { FedifyInboxCalls } from "../processes/fedify-inbox.ts"
import type { ServerCalls } from "../processes/web.ts"
import type { Scenario } from "../run.ts"
import { type Answered, answerCosts, answered } from "../support/answering.ts"
import { type Child, startChild } from "../support/child.ts"
import { beside, median } from "../support/figure.ts"
import { ADDRESSES } from "../support/hosts.ts"
import { say } from "../support/progress.ts"
import { addFollowers, openSite, SECRET_KEY } from "../support/site.ts"

const bench = "receiving"
const HANDLE = "agenda"
const CONNECTIONS = 16
/** Enough for nobody to have more than a host's share of a minute. */
const HOSTS = 50
/** On as many other hosts: what comes in must cost no more on a site that many follow. */
const FOLLOWERS = 100_000

/**
 * Signed activities, from the request to its 202: ours checks, remembers in PostgreSQL and answers; the peer is Fedify's inbox in
 * memory, with listeners that do nothing. All keys are known by then.
 */
export const receiving: Scenario = async ({ postgres, full, tell }) => {
  const [ourPort, theirPort] = [await freePort(), await freePort()]
  const site = await openSite(postgres, `http://127.0.0.1:${ourPort}`)
  const calendar = await site.calendar(HANDLE)
  await addFollowers(site.db, calendar.id, { followers: FOLLOWERS, from: HOSTS, port: 1 })
  const { id } = await site.publish(HANDLE)
  const about = { object: absolute(site.origin, paths.event(id)), actor: absolute(site.origin, paths.actor(HANDLE)) }
  const authors = await startChild<AuthorsCalls>("authors")
  await authors.ask("listen", { addresses: ADDRESSES })
  const ours = await startChild<ServerCalls>("web")
  await ours.ask("start", { databaseUrl: site.databaseUrl, origin: site.origin, secretKey: SECRET_KEY })
  const theirs = await startChild<FedifyInboxCalls>("fedify-inbox")
  await theirs.ask("start", { port: theirPort })

  const prepare = (kind: Preparation["kind"], count: number, batch: string) =>
    authors.ask("prepare", { kind, count, batch, hosts: HOSTS, ...about })
  const send = async (server: Child<ServerCalls | FedifyInboxCalls>, origin: string): Promise<Answered> => {
    const before = await server.usage()
    const fired = await authors.ask("send", { origin, handle: HANDLE, connections: CONNECTIONS })
    return answered(fired, 202, before, await server.usage())
  }
  const both = async () => ({
    ours: await send(ours, site.origin),
    theirs: await send(theirs, `http://127.0.0.1:${theirPort}`),
  })
  const rounds = full ? 5 : 3
  for (const [kind, what, count, least] of [
    ["plain", "an HTTP signature", full ? 3_000 : 1_500, 1.5],
    ["vouched", "an HTTP signature, an LD signature and a proof", full ? 1_000 : 300, 2],
  ] as const) {
    await prepare(kind, 600, `${kind}-echauffement`)
    await both()
    const runs: Awaited<ReturnType<typeof both>>[] = []
    for (let i = 0; i < rounds; i++) {
      await prepare(kind, count, `${kind}-${i}`)
      runs.push(await both())
    }
    const of = (whose: "ours" | "theirs") => medianOf(runs.map(run => run[whose]))
    say(`… ${kind}: ${Math.round(of("ours").rate)}/s, Fedify ${Math.round(of("theirs").rate)}/s`)
    const named = { bench, figure: `activities received with ${what}`, value: of("ours").rate, unit: "1/s" }
    const peer = { name: "Fedify 2.3.8, bare inbox in memory", value: of("theirs").rate }
    tell(beside({ ...named, with: answerCosts(of("ours"), of("theirs")) }, peer, { least }))
  }
  for (const child of [authors, ours, theirs]) await child.stop()
  await site.close()
}

/** The run in the middle, by its rate. */
const medianOf = (runs: Answered[]): Answered => runs.find(run => run.rate === median(runs.map(({ rate }) => rate)))!
