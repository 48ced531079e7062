import { foldedLines } from "./lines.ts"

/** An event with the text that was kept of it. */
export interface BusyEntry {
  startsAt: Date
  endsAt: Date | null
  ical: string | null
}

/** A calendar that says when one is busy, and nothing of why: the opaque events of a time, joined where they overlap. */
export function freeBusy({ from, to, at, entries }: { from: Date; to: Date; at: Date; entries: BusyEntry[] }): string {
  const busy = entries
    .filter(({ ical }) => ical?.includes("\r\nTRANSP:OPAQUE\r\n"))
    .map(({ startsAt, endsAt }) => ({
      start: Math.max(startsAt.getTime(), from.getTime()),
      end: Math.min((endsAt ?? startsAt).getTime(), to.getTime()),
    }))
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start)
  const joined: { start: number; end: number }[] = []
  for (const period of busy) {
    const last = joined.at(-1)
    if (last && period.start <= last.end) last.end = Math.max(last.end, period.end)
    else joined.push(period)
  }
  return foldedLines([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Beffroi//Beffroi//EN",
    "BEGIN:VFREEBUSY",
    `DTSTAMP:${utc(at.getTime())}`,
    `DTSTART:${utc(from.getTime())}`,
    `DTEND:${utc(to.getTime())}`,
    ...joined.map(({ start, end }) => `FREEBUSY;FBTYPE=BUSY:${utc(start)}/${utc(end)}`),
    "END:VFREEBUSY",
    "END:VCALENDAR",
  ])
}

const utc = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`
