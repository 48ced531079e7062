import type { z } from "zod"
import type { placeInput } from "../../input/place.ts"
import { oneLine } from "./markdown.ts"

export type PlaceWords = z.input<typeof placeInput>

const STREET =
  /^(?:\d{1,4}\s?(?:bis|ter|quater|[a-d])?,?\s+\p{L}|(?:rue|avenue|av\.|boulevard|bd|place|pl\.|quai|chemin|allée|impasse|cours|route|square|passage|esplanade)\s)/iu
const TOWN = /^(?:F-?)?(\d{5})\s+(\p{L}.*)$/u
const COUNTRIES = new Map([
  ["france", "FR"],
  ["belgique", "BE"],
  ["suisse", "CH"],
  ["luxembourg", "LU"],
  ["la réunion", "RE"],
  ["réunion", "RE"],
])

/**
 * What a line of LOCATION says: `Salle du conseil, 20 avenue de Ségur, 75007 Paris`, as calendars of this country write it. What does
 * not look like a street or a commune stays part of the name.
 */
export function placeOfLine(text: string): PlaceWords | null {
  const parts = text
    .split(/[,\n]/)
    .map(part => oneLine(part))
    .filter(Boolean)
  if (parts.length === 0) return null
  let country: string | null = null
  const last = COUNTRIES.get(parts.at(-1)!.toLowerCase())
  if (last && parts.length > 1) {
    country = last
    parts.pop()
  }
  const town = TOWN.exec(parts.at(-1)!)
  if (!town || parts.length === 1) return { name: parts.join(", "), country }
  parts.pop()
  const at = parts.findIndex((part, index) => index > 0 && STREET.test(part))
  // an address alone is the name of its place
  const name = at === -1 ? parts.join(", ") : parts.slice(0, at).join(", ")
  const street = at === -1 ? (STREET.test(parts[0]!) ? name : null) : parts.slice(at).join(", ")
  return { name, street, postalCode: town[1]!, locality: town[2]!, country }
}

/** An address to join, alone in a line or among other words; what meeting rooms online look like comes first. */
export function addressIn(text: string): string | null {
  const addresses = (text.match(/https?:\/\/[^\s<>"]+/g) ?? []).map(address => address.replace(/[.,;:!?)\]]+$/, ""))
  return addresses[0] ?? null
}

/** Where LOCATION says that it takes place online: by an address, or by a word. */
export const saysOnline = (text: string): boolean =>
  /^(?:en ligne|en visio(?:conférence)?|visio(?:conférence)?|à distance|distanciel|online|webinaire|webinar|zoom|teams|jitsi|bigbluebutton|bbb)$/i.test(
    text.trim(),
  )
