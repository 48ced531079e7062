import { getLogger } from "@logtape/logtape"
import { isObject, type JsonObject } from "../../src/domain/json.ts"
import type { Outgoing } from "../../src/outgoing/index.ts"
import type { Db } from "../../src/store/db.ts"
import { hostsToLearn, readHost, rememberSoftware } from "../../src/store/hosts.ts"
import { listOf } from "../vocab/reading/lists.ts"

const log = getLogger(["beffroi", "hosts"])

type NodeInfoClient = Pick<Outgoing, "guardedFetch">

/** What runs on a host, as its NodeInfo names it. */
export interface Software {
  /** in lower case: `mastodon`, `gancio` */
  software: string
  version: string | null
}

export interface HostLearner {
  /** Reads and stores a host's software, unless that was done in the last week (the last day, if it failed). Never throws. */
  learnHost(host: string): Promise<void>
  /** reads it again after a week, for the worker */
  job: { name: string; everyMs: number; runOnce(): Promise<number> }
}

export interface HostLearnerOptions {
  db: Db
  outgoing: NodeInfoClient
  /** ORIGIN: a host without a stored inbox is asked by the same scheme */
  origin: string
}

const WEEK_MS = 7 * 24 * 60 * 60_000
const EVERY_MS = 60_000
const CONCURRENT_HOSTS = 10

export function createHostLearner({ db, outgoing, origin }: HostLearnerOptions): HostLearner {
  const { protocol } = new URL(origin)
  const learn = async (host: string, scheme: string) => {
    const learnt = await readSoftware(outgoing, `${scheme}//${host}`).catch(error => {
      log.debug("the software of {host} could not be read: {error}", { host, error })
      return null
    })
    await rememberSoftware(db, host, learnt)
  }
  return {
    async learnHost(host) {
      const stored = await readHost(db, host)
      if (stored?.learntAt && stored.learntAt.getTime() > Date.now() - WEEK_MS) return
      await learn(host, protocol)
    },
    job: {
      name: "hosts",
      everyMs: EVERY_MS,
      async runOnce() {
        const hosts = await hostsToLearn(db, CONCURRENT_HOSTS)
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
/** The link relations of NodeInfo 2.1, 2.0, 1.1 and 1.0 */
const RELATION = /^https?:\/\/nodeinfo\.diaspora\.software\/ns\/schema\/(\d\.\d)$/

/**
 * Follows the well-known document to the newest NodeInfo that it links to.
 * @param address such as `https://mobilizon.example`
 * @throws when there is none, or it does not name its software
 */
export async function readSoftware(outgoing: NodeInfoClient, address: string): Promise<Software> {
  const wellKnown = await fetchObject(outgoing, `${address}/.well-known/nodeinfo`)
  const links = listOf(wellKnown.links)
    .filter(isObject)
    .filter((link): link is JsonObject & { rel: string; href: string } => {
      return typeof link.rel === "string" && RELATION.test(link.rel) && typeof link.href === "string"
    })
  const newest = links.sort((a, b) => b.rel.localeCompare(a.rel))[0]
  if (!newest) throw new Error(`${address} links to no NodeInfo`)
  const { software } = await fetchObject(outgoing, new URL(newest.href, address).href)
  const { name, version } = isObject(software) ? software : {}
  if (typeof name !== "string" || !/^[\w.-]{1,60}$/.test(name)) throw new Error(`${address} does not name its software`)
  const isVersion = typeof version === "string" && /^[\x20-\x7e]{1,100}$/.test(version)
  return { software: name.toLowerCase(), version: isVersion ? version : null }
}

async function fetchObject(outgoing: NodeInfoClient, url: string): Promise<JsonObject> {
  const { status, body } = await outgoing.guardedFetch(url, BOUNDS)
  if (status !== 200) throw new Error(`${url} answers ${status}`)
  const document: unknown = JSON.parse(body.toString("utf8"))
  if (!isObject(document)) throw new Error(`${url} is no JSON object`)
  return document
}
