/**
 * The whole server, as `npm start` runs it, in a world of which 127.0.0.1 is the public part: everything else that is private stays
 * so, and names lead where the tests want. Started by ./arena.ts.
 */
import { once } from "node:events"
import { httpApp, openSite, worker } from "../../src/app.ts"
import { readConfig } from "../../src/config.ts"
import { close, listen } from "../../src/listening.ts"
import { startLog } from "../../src/log.ts"
import { isPublicAddress } from "../../src/outgoing/addresses.ts"
import { createResolve } from "../../src/outgoing/resolve.ts"

const PUBLIC = "127.0.0.1"
const PRIVATE = "127.0.0.9"

let asked = 0
const names: Record<string, () => string[]> = {
  "public.test": () => [PUBLIC],
  "private.test": () => [PRIVATE],
  "mapped.test": () => [`::ffff:${PRIVATE}`],
  "loopback6.test": () => ["::1"],
  "both.test": () => [PUBLIC, PRIVATE],
  // another answer each time it is asked for
  "flips.test": () => [asked++ % 2 === 0 ? PUBLIC : PRIVATE],
}
const resolve = createResolve()

const config = readConfig(process.env)
await startLog(config.logLevel)
const opened = await openSite(config, () => {}, {
  outgoing: {
    resolve: async name => names[name]?.() ?? resolve(name),
    isAllowed: address => address === PUBLIC || isPublicAddress(address),
  },
})
const running = worker(opened)
const server = await listen(httpApp(opened), config)
console.log("Ready in no time.")

await once(process, "SIGTERM")
await Promise.all([close(server), running.stop()])
await opened.close()
process.exit(0)
