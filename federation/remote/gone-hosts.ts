import { getLogger } from "@logtape/logtape"
import type { Outgoing } from "../../src/outgoing/index.ts"
import type { Db } from "../../src/store/db.ts"
import { claimGoneHosts, recordHostNews, welcomeHost } from "../../src/store/hosts.ts"
import { HOST_PAUSES, isHostFailure } from "./host-health.ts"

const log = getLogger(["beffroi", "hosts"])

const EVERY_MS = 60_000
const CONCURRENT_HOSTS = 10
/** No redirect is followed and no long body read: both are answers, as they are to a delivery. */
const BOUNDS = { accept: "application/json", maxBytes: 64 * 1024, totalTimeout: 10_000, maxRedirects: 0 }
const ANSWERED_CODES = new Set(["redirect", "too-large", "encoding"])

export interface GoneHostsOptions {
  db: Db
  outgoing: Pick<Outgoing, "guardedFetch">
}

/** Asks hosts that are gone, once a day to once a week, whether they answer again. Their followers were not deleted. */
export function createGoneHostsJob({ db, outgoing }: GoneHostsOptions) {
  return {
    name: "gone hosts",
    everyMs: EVERY_MS,
    async runOnce(): Promise<number> {
      const hosts = await claimGoneHosts(db, CONCURRENT_HOSTS)
      await Promise.all(hosts.map(({ name, inbox }) => probe({ db, outgoing }, name, new URL(inbox).origin)))
      return hosts.length
    },
  }
}

async function probe({ db, outgoing }: GoneHostsOptions, name: string, origin: string): Promise<void> {
  const failed = await failureOf(outgoing, `${origin}/.well-known/nodeinfo`)
  if (failed === null) await noteSignOfLife(db, name)
  else {
    const news = { host: name, failed, pauseSeconds: 0, signatureScheme: null, signatureSchemeSeconds: 0 }
    await recordHostNews(db, [news], HOST_PAUSES)
  }
}

/** Why the host does not answer; null when it answers anything. */
async function failureOf(outgoing: GoneHostsOptions["outgoing"], url: string): Promise<string | null> {
  try {
    const { status } = await outgoing.guardedFetch(url, BOUNDS)
    return isHostFailure(status) ? `HTTP ${status}` : null
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    return ANSWERED_CODES.has(code ?? "") ? null : message
  }
}

/** To be called when a host has answered or has sent an activity itself: if it was gone, deliveries to it are resumed. */
export async function noteSignOfLife(db: Db, host: string): Promise<void> {
  if (await welcomeHost(db, host)) log.info("{host} is back: it is sent to again", { host })
}
