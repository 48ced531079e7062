import { Resolver } from "node:dns/promises"
import { readFileSync, statSync } from "node:fs"
import { isIP } from "node:net"
import { join } from "node:path"

/** Resolves a name to all its addresses, IPv4 first. @throws an error with a `code` of node:dns */
export type Resolve = (hostname: string) => Promise<string[]>

const HOSTS_FILE =
  process.platform === "win32"
    ? join(process.env.SystemRoot ?? "C:\\Windows", "System32\\drivers\\etc\\hosts")
    : "/etc/hosts"
const HOSTS_FILE_CHECK_MS = 5_000
const RESOLVER_LIFE_MS = 60_000

/**
 * Resolves names through DNS without getaddrinfo, which blocks one of libuv's four threads while a name server does not
 * answer. The same threads compute signatures: four unreachable domains would stop all deliveries. The hosts file is
 * read as getaddrinfo reads it.
 */
export function createResolve(): Resolve {
  let resolver = new Resolver({ timeout: 2_000, tries: 2, maxTimeout: 4_000 })
  let createdAt = Date.now()
  const hosts = hostsFile()

  return async hostname => {
    const name = hostname.toLowerCase().replace(/\.$/, "")
    // never sent to DNS (RFC 6761 §6.3)
    if (name === "localhost" || name.endsWith(".localhost")) return ["127.0.0.1", "::1"]
    const inHostsFile = hosts(name)
    if (inHostsFile) return inHostsFile
    if (Date.now() - createdAt > RESOLVER_LIFE_MS) {
      // a new one reads resolv.conf again: a laptop changes networks, a container its name server
      resolver = new Resolver({ timeout: 2_000, tries: 2, maxTimeout: 4_000 })
      createdAt = Date.now()
    }
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const addresses = [v4, v6].flatMap(answer => (answer.status === "fulfilled" ? answer.value : []))
    if (addresses.length > 0) return addresses
    throw v4.status === "rejected" ? v4.reason : (v6 as PromiseRejectedResult).reason
  }
}

/** Looks up names in the hosts file, which is read again after it changed. */
function hostsFile(): (name: string) => string[] | undefined {
  let names = new Map<string, string[]>()
  let modifiedAt = 0
  let checkedAt = 0
  return name => {
    if (Date.now() - checkedAt > HOSTS_FILE_CHECK_MS) {
      checkedAt = Date.now()
      const mtime = statSync(HOSTS_FILE, { throwIfNoEntry: false })?.mtimeMs ?? 0
      if (mtime !== modifiedAt) {
        modifiedAt = mtime
        names = parseHosts(mtime === 0 ? "" : readFileSync(HOSTS_FILE, "utf8"))
      }
    }
    return names.get(name)
  }
}

/** The addresses of each name in a hosts file, in lower case. */
export function parseHosts(text: string): Map<string, string[]> {
  const names = new Map<string, string[]>()
  for (const line of text.split("\n")) {
    const [address, ...aliases] = line.replace(/#.*/, "").trim().split(/\s+/)
    if (!address || isIP(address) === 0) continue
    for (const alias of aliases) names.set(alias.toLowerCase(), [...(names.get(alias.toLowerCase()) ?? []), address])
  }
  return names
}
