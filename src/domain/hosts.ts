/**
 * A host as it is compared: lower case, punycode, without a final dot. `Bücher.Example.` is `xn--bcher-kva.example`.
 * A port stays: 127.0.0.1:4000 is another server than 127.0.0.1:4001. Null when it is no host.
 */
export function hostName(text: string): string | null {
  const url = URL.parse(`https://${text.trim().replace(/\.(?=:\d+$|$)/, "")}/`)
  if (!url || url.username || url.password || url.pathname !== "/" || url.search || url.hash) return null
  return url.host.replace(/\.(?=:\d+$|$)/, "")
}

/** The host of an http(s) IRI, as it is compared; null for anything else. */
export function hostOf(iri: string): string | null {
  const url = URL.parse(iri)
  return url && /^https?:$/.test(url.protocol) && url.hostname ? hostName(url.host) : null
}

/** Every name under which a host may be blocked: with its port, without, and each domain above it. */
export function namesOf(host: string): string[] {
  const bare = host.replace(/:\d+$/, "")
  const names = new Set([host, bare])
  if (/^[\d.]+$|\[/.test(bare)) return [...names]
  const labels = bare.split(".")
  for (let i = 1; i < labels.length - 1; i++) names.add(labels.slice(i).join("."))
  return [...names]
}

/** Whether two IRIs are of one server: scheme, host and port. */
export function sameServer(a: string, b: string): boolean {
  const [first, second] = [URL.parse(a), URL.parse(b)]
  return (
    first !== null &&
    second !== null &&
    first.protocol === second.protocol &&
    hostOf(a) !== null &&
    hostOf(a) === hostOf(b)
  )
}
