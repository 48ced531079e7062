import { Resolver } from "node:dns/promises"
import { readFileSync, statSync } from "node:fs"
import { isIP } from "node:net"
import { join } from "node:path"

/** Every address of a name, IPv4 first. @throws with the `code` of node:dns */
export type Resolve = (hostname: string) => Promise<string[]>

const HOSTS_FILE =
  process.platform === "win32"
    ? join(process.env.SystemRoot ?? "C:\\Windows", "System32\\drivers\\etc\\hosts")
    : "/etc/hosts"
const LOOK_AGAIN_MS = 5_000
const RESOLVER_LIFE_MS = 60_000

/**
 * Asks DNS without getaddrinfo: that blocks one of libuv's four threads for as long as a name server is silent, and those
 * threads also make our signatures, so that four dead domains would stop every delivery. The hosts file is read as
 * getaddrinfo reads it.
 */
export function createResolve(): Resolve {
  let resolver = new Resolver({ timeout: 2_000, tries: 2, maxTimeout: 4_000 })
  let madeAt = Date.now()
  const hosts = hostsFile()

  return async hostname => {
    const name = hostname.toLowerCase().replace(/\.$/, "")
    // RFC 6761: never asked of DNS
    if (name === "localhost" || name.endsWith(".localhost")) return ["127.0.0.1", "::1"]
    const written = hosts(name)
    if (written) return written
    if (Date.now() - madeAt > RESOLVER_LIFE_MS) {
      // reads resolv.conf again: a laptop changes networks, a container's name server moves
      resolver = new Resolver({ timeout: 2_000, tries: 2, maxTimeout: 4_000 })
      madeAt = Date.now()
    }
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const addresses = [v4, v6].flatMap(answer => (answer.status === "fulfilled" ? answer.value : []))
    if (addresses.length > 0) return addresses
    throw v4.status === "rejected" ? v4.reason : (v6 as PromiseRejectedResult).reason
  }
}

function hostsFile(): (name: string) => string[] | undefined {
  let names = new Map<string, string[]>()
  let changed = 0
  let lookedAt = 0
  return name => {
    if (Date.now() - lookedAt > LOOK_AGAIN_MS) {
      lookedAt = Date.now()
      const at = statSync(HOSTS_FILE, { throwIfNoEntry: false })?.mtimeMs ?? 0
      if (at !== changed) {
        changed = at
        names = parseHosts(at === 0 ? "" : readFileSync(HOSTS_FILE, "utf8"))
      }
    }
    return names.get(name)
  }
}

export function parseHosts(text: string): Map<string, string[]> {
  const names = new Map<string, string[]>()
  for (const line of text.split("\n")) {
    const [address, ...aliases] = line.replace(/#.*/, "").trim().split(/\s+/)
    if (!address || isIP(address) === 0) continue
    for (const alias of aliases) names.set(alias.toLowerCase(), [...(names.get(alias.toLowerCase()) ?? []), address])
  }
  return names
}
