/** Where an event was taken from, for those who read it here. */
export interface Provenance {
  name: string
  /** the entry's own page, else the source's */
  url: string | null
}
