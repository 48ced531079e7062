import { isIP } from "node:net"
import ipaddr from "ipaddr.js"

/**
 * Global unicast as IANA gives it out today; everything else of IPv6 is reserved, `::/96` (IPv4-compatible) included.
 */
const GLOBAL_UNICAST = ipaddr.parseCIDR("2000::/3") as [ipaddr.IPv6, number]
/** NAT64 (RFC 6052): an IPv6-only network reaches IPv4 through these; the IPv4 address inside decides. */
const NAT64 = ipaddr.parseCIDR("64:ff9b::/96") as [ipaddr.IPv6, number]

/** The IPv4 address in the last four bytes. */
const embeddedIPv4 = (address: ipaddr.IPv6): ipaddr.IPv4 => new ipaddr.IPv4(address.toByteArray().slice(12))

/**
 * Whether an IP address (never a name) belongs to the public internet: not loopback, private, link-local, CGNAT, unique
 * local, multicast, reserved, documentation, 0.0.0.0/8, nor an IPv6 form (mapped, NAT64, 6to4, Teredo) of such a one.
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0) return false
  const address = ipaddr.parse(text)
  if (address instanceof ipaddr.IPv4) return address.range() === "unicast"
  if (address.zoneId) return false
  if (address.isIPv4MappedAddress() || address.match(NAT64)) return embeddedIPv4(address).range() === "unicast"
  return address.range() === "unicast" && address.match(GLOBAL_UNICAST)
}

/** `[::1]` as URLs write it, `::1` as sockets take it. */
export const bareHost = (hostname: string): string => (hostname.startsWith("[") ? hostname.slice(1, -1) : hostname)
