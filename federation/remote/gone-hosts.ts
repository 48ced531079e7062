import { getLogger } from "@logtape/logtape"
import type { Db } from "../../src/store/db.ts"
import { claimGoneHosts, recordHostNews, welcomeHost } from "../../src/store/hosts.ts"
import { HOST_PAUSES, hostFailed } from "../delivery/outcome.ts"
import type { Asking } from "./hosts.ts"

const log = getLogger(["beffroi", "hosts"])

const EVERY_MS = 60_000
const AT_ONCE = 10
/** A redirect is an answer, as it is to a delivery, and so is too much of one. */
const BOUNDS = { accept: "application/json", maxBytes: 64 * 1024, totalTimeout: 10_000, maxRedirects: 0 }
const ANSWERED = new Set(["redirect", "too-large", "encoding"])

/** Asks servers that are gone, rarely, whether they are back: for the worker. Whom they hold of our followers was kept. */
export function createGoneHostsJob({ db, outgoing }: { db: Db; outgoing: Asking }) {
  let nextAt = 0
  return {
    name: "gone hosts",
    async runOnce(): Promise<number> {
      if (Date.now() < nextAt) return 0
      const hosts = await claimGoneHosts(db, AT_ONCE)
      if (hosts.length < AT_ONCE) nextAt = Date.now() + EVERY_MS
      await Promise.all(hosts.map(({ name, inbox }) => probe({ db, outgoing }, name, new URL(inbox).origin)))
      return hosts.length
    },
  }
}

async function probe({ db, outgoing }: { db: Db; outgoing: Asking }, name: string, origin: string): Promise<void> {
  const failed = await failureOf(outgoing, `${origin}/.well-known/nodeinfo`)
  if (failed === null) await noteSignOfLife(db, name)
  else
    await recordHostNews(
      db,
      [{ host: name, failed, pauseSeconds: 0, signatureScheme: null, signatureSchemeSeconds: 0 }],
      HOST_PAUSES,
    )
}

/** Why it does not answer; null: it does, whatever. */
async function failureOf(outgoing: Asking, url: string): Promise<string | null> {
  try {
    const { status } = await outgoing.guardedFetch(url, BOUNDS)
    return hostFailed({ status, retryAfter: null, text: "" }) ? `HTTP ${status}` : null
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    return ANSWERED.has(code ?? "") ? null : message
  }
}

/** Something that a server itself has sent, or its answer: if it was gone, it is sent to again. */
export async function noteSignOfLife(db: Db, host: string): Promise<void> {
  if (await welcomeHost(db, host)) log.info("{host} is back: it is sent to again", { host })
}
