/** Where an event was taken from, for those who read it here. */
export interface Provenance {
  name: string
  /** the entry's own page, else the source's */
  url: string | null
}

/** What is known of a calendar of others: what it calls itself, its page for people, the address that is read. */
interface Origin {
  name: string | null
  page: string | null
  url: string | null
}

/** @param page the entry's own @returns null for what came in a file that says neither a name nor a page */
export function provenanceOf(source: Origin, page: string | null): Provenance | null {
  const shown = page ?? source.page
  // the address that is read may be its owner's secret: only its server is told
  const name = source.name ?? URL.parse(shown ?? source.url ?? "")?.host
  return name ? { name, url: shown } : null
}
