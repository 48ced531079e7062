import { findIana } from "windows-iana"
import { isTimeZone } from "../../domain/time.ts"
import type { Component } from "./components.ts"
import { type OwnClock, ownClock, sameClockAs } from "./own-clock.ts"
import { readProperty, textOf } from "./properties.ts"

/**
 * The clock that a time of a file is read on: a zone of IANA, or the file's own rules, which no zone of IANA shares; times on the latter
 * are kept as what they are on the calendar's clock at that moment.
 */
export type Clock = { zone: string } | { own: OwnClock }

export interface Zones {
  /** of times without a zone, and of those that end in Z */
  usual: string
  /** @param name a TZID @returns the clock, and what is to be said of it when it had to be guessed */
  clockOf(name: string): { clock: Clock; note: string | null }
}

/**
 * What the names of zones in a file mean: IANA's, then Windows' (CLDR), then what the file itself defines under that name, then the
 * calendar's.
 * @param usual the calendar's own zone
 */
export function zonesOf(components: readonly Component[], usual: string): Zones {
  const defined = new Map<string, Component>()
  for (const component of components.slice(0, MOST)) {
    const line = component.lines.find(({ text }) => /^TZID[:;]/i.test(text))
    const property = line && readProperty(line)
    if (property && "values" in property) defined.set(String(property.values[0]).trim(), component)
  }
  const clocks = new Map<string, ReturnType<Zones["clockOf"]>>()
  return {
    usual,
    clockOf(name) {
      const clock = clocks.get(name) ?? resolve(name.trim(), defined.get(name.trim()), usual)
      clocks.set(name, clock)
      return clock
    },
  }
}

/** A file that defines more zones than IANA knows is not defining zones. */
const MOST = 600

function resolve(name: string, component: Component | undefined, usual: string): ReturnType<Zones["clockOf"]> {
  const zone = ianaOf(name) ?? (component && ianaOf(locationOf(component)))
  if (zone) return { clock: { zone }, note: null }
  const own = component && ownClock(component)
  if (own) {
    const same = sameClockAs(own, usual)
    return { clock: same ? { zone: same } : { own }, note: null }
  }
  return { clock: { zone: usual }, note: `the time zone "${name.slice(0, 80)}" is not known: read as ${usual}` }
}

/** libical's programs name the zone that their own TZID stands for. */
function locationOf(component: Component): string {
  const line = component.lines.find(({ text }) => /^X-LIC-LOCATION[:;]/i.test(text))
  const property = line && readProperty(line)
  return property && "values" in property ? textOf([property], "x-lic-location") : ""
}

/**
 * `Europe/Paris`, also at the end of Evolution's `/freeassociation.sourceforge.net/Europe/Paris`, `Romance Standard Time`, Exchange's
 * `tzone://Microsoft/Utc`.
 */
export function ianaOf(name: string): string | null {
  const bare = name.replace(/^["'\s]+|["'\s]+$/g, "")
  if (bare === "" || bare.length > 120) return null
  if (/^(z|utc|gmt|tzone:\/\/microsoft\/utc|coordinated universal time)$/i.test(bare)) return "UTC"
  const parts = bare.split("/").filter(Boolean)
  for (const length of [parts.length, 3, 2]) {
    const tail = parts.slice(-length).join("/")
    // one word alone is a zone only when it is the whole name: CET is, the last part of a path is not
    if (length > 0 && length <= parts.length && (length > 1 || parts.length === 1) && isTimeZone(tail))
      return written(tail)
  }
  const [windows] = findIana(bare)
  return windows && isTimeZone(windows) ? windows : null
}

/** As IANA writes it, whatever the case of its letters; older names of a zone stay as they are. */
function written(name: string): string {
  if (/^([A-Z][a-z]|[A-Z]{2,}|Etc\/)/.test(name) && name !== name.toUpperCase()) return name
  return ZONES.get(name.toLowerCase()) ?? new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone
}

const ZONES = new Map(Intl.supportedValuesOf("timeZone").map(zone => [zone.toLowerCase(), zone]))
