/** A process makes a calendar of all events, so that its memory is its own. */
export interface Making {
  databaseUrl: string
  origin: string
  times: number
}

export interface MadeCalendar {
  /** milliseconds, the quickest of all times: others use the machine too */
  readMs: number
  makeMs: number
  bytes: number
  events: number
}

/** What is read, then its bytes, or a text of which bytes are made. */
export async function timed<T>(
  times: number,
  read: () => Promise<T[]>,
  make: (read: T[]) => string | Buffer,
): Promise<MadeCalendar> {
  const reads: number[] = []
  const makes: number[] = []
  let last = { bytes: 0, events: 0 }
  for (let n = 0; n < times; n++) {
    const begun = performance.now()
    const given = await read()
    reads.push(performance.now() - begun)
    const making = performance.now()
    const text = make(given)
    const bytes = typeof text === "string" ? Buffer.from(text) : text
    makes.push(performance.now() - making)
    last = { bytes: bytes.length, events: given.length }
  }
  return { readMs: Math.min(...reads), makeMs: Math.min(...makes), ...last }
}
