import { getLogger } from "@logtape/logtape"
import type { Db } from "../../src/store/db.ts"
import { hostsToLearn, readHost, rememberSoftware } from "../../src/store/hosts.ts"

const log = getLogger(["beffroi", "hosts"])

/** The guarded way out, as far as it is needed here. */
export interface Asking {
  guardedFetch(
    url: string,
    options: {
      accept: string
      mediaTypes?: readonly string[]
      maxBytes: number
      totalTimeout: number
      maxRedirects: number
    },
  ): Promise<{ status: number; body: Buffer }>
}

/** What runs on a host, as its NodeInfo names it. */
export interface Software {
  /** in lower case: `mastodon`, `gancio` */
  software: string
  version: string | null
}

export interface HostLearner {
  /**
   * Learns a host's software, unless that was done in the last week (the last day, if it failed). Never throws: a host that does
   * not say has none.
   */
  learnHost(host: string): Promise<void>
  /** asks again those that were asked over a week ago, for the worker */
  job: { name: string; runOnce(): Promise<number> }
}

const WEEK_MS = 7 * 24 * 60 * 60_000
const JOB_EVERY_MS = 60_000
const AT_ONCE = 10

/** @param origin ours: where nothing else is known, others are asked by the same scheme */
export function createHostLearner({ db, outgoing, origin }: { db: Db; outgoing: Asking; origin: string }): HostLearner {
  const { protocol } = new URL(origin)
  const learn = async (host: string, scheme: string) => {
    const learnt = await askSoftware(outgoing, `${scheme}//${host}`).catch(error => {
      log.debug("{host} does not say what it runs: {error}", { host, error })
      return null
    })
    await rememberSoftware(db, host, learnt)
  }
  let nextAt = 0
  return {
    async learnHost(host) {
      const known = await readHost(db, host)
      if (known?.learntAt && known.learntAt.getTime() > Date.now() - WEEK_MS) return
      await learn(host, protocol)
    },
    job: {
      name: "hosts",
      async runOnce() {
        if (Date.now() < nextAt) return 0
        const hosts = await hostsToLearn(db, AT_ONCE)
        if (hosts.length < AT_ONCE) nextAt = Date.now() + JOB_EVERY_MS
        await Promise.all(hosts.map(({ name, inbox }) => learn(name, new URL(inbox).protocol)))
        return hosts.length
      },
    },
  }
}

const BOUNDS = {
  accept: "application/json",
  mediaTypes: ["application/json", "application/activity+json", "application/ld+json", "application/jrd+json"],
  maxBytes: 256 * 1024,
  totalTimeout: 5_000,
  maxRedirects: 3,
}
/** http://nodeinfo.diaspora.software/ns/schema/2.1, and 2.0, 1.1, 1.0 */
const RELATION = /^https?:\/\/nodeinfo\.diaspora\.software\/ns\/schema\/(\d\.\d)$/

/**
 * From the well-known document to the newest NodeInfo that it links to.
 * @param address such as `https://mobilizon.example`
 * @throws when there is none, or it says nothing that can be used
 */
export async function askSoftware(outgoing: Asking, address: string): Promise<Software> {
  const known = await json(outgoing, `${address}/.well-known/nodeinfo`)
  const links = Array.isArray(known.links) ? (known.links as unknown[]) : []
  const found = links
    .filter((link): link is { rel: string; href: string } => {
      const { rel, href } = (link ?? {}) as Record<string, unknown>
      return typeof rel === "string" && RELATION.test(rel) && typeof href === "string"
    })
    .sort((a, b) => b.rel.localeCompare(a.rel))[0]
  if (!found) throw new Error(`${address} links to no NodeInfo`)
  const { software } = await json(outgoing, new URL(found.href, address).href)
  const { name, version } = (software ?? {}) as Record<string, unknown>
  if (typeof name !== "string" || !/^[\w.-]{1,60}$/.test(name)) throw new Error(`${address} does not name its software`)
  const isVersion = typeof version === "string" && /^[\x20-\x7e]{1,100}$/.test(version)
  return { software: name.toLowerCase(), version: isVersion ? version : null }
}

async function json(outgoing: Asking, url: string): Promise<Record<string, unknown>> {
  const { status, body } = await outgoing.guardedFetch(url, BOUNDS)
  if (status !== 200) throw new Error(`${url} answers ${status}`)
  const document: unknown = JSON.parse(body.toString("utf8"))
  if (typeof document !== "object" || document === null) throw new Error(`${url} is no JSON object`)
  return document as Record<string, unknown>
}
