import { type Instants, instantsOf, type When } from "./time.ts"
import { first, iri, isObject, lineOf, listOf, pageOf } from "./told.ts"
import { toldWhen } from "./told-when.ts"

/** Someone elsewhere whom we follow. */
export interface Partner {
  /** the actor's IRI */
  id: string
  host: string
  /** the name, or the host when it has none */
  name: string
  /** what pages and feeds of it are found under: `name@host`, or the host */
  address: string
  /** its own page */
  url: string
}

/** An event of a partner as far as it could be read. All texts but `content` are plain, all addresses are http(s). */
export interface PartnerEvent extends Instants {
  id: string
  /** the origin's where it tells it, else its id */
  uid: string
  title: string
  /** HTML as it was sent: to be cleaned before anyone sees it */
  content: string
  /** it claims to be no HTML */
  isPlain: boolean
  when: When
  status: "scheduled" | "tentative" | "postponed" | "cancelled"
  place: { name: string; address: string | null; latitude: number | null; longitude: number | null } | null
  tags: string[]
  /** null when it does not say so */
  language: string | null
  /** its own page, there */
  page: string
  receivedAt: Date
  changedAt: Date
}

/** The same with its text cleaned, and whose it is. */
export interface ShownPartnerEvent extends Omit<PartnerEvent, "content" | "isPlain"> {
  partner: Partner
  /** a few tags, made by `sanitise` */
  html: string
  /** plain */
  text: string
}

/** What is kept of an event beside what it says. */
export interface KeptPartnerEvent {
  id: string
  name: string
  document: Record<string, unknown>
  receivedAt: Date
  changedAt: Date
}

/** Longer texts are cut where they are shown: all of it is on the page that is linked. */
const LONGEST_CONTENT = 6000

/**
 * Reads an event that a stranger sent; whatever is in it, nothing is thrown.
 * @param usual IANA zone that times are told in when the event names none
 * @returns null without a date that a calendar can hold
 */
export function partnerEventOf(kept: KeptPartnerEvent, usual: string): PartnerEvent | null {
  const { document, id, name, receivedAt, changedAt } = kept
  const when = toldWhen(document, usual)
  if (!when) return null
  const { content, mediaType } = document
  return {
    id,
    uid: uidOf(document) ?? id,
    title: lineOf(name, 200) ?? id,
    content: typeof content === "string" ? content.slice(0, LONGEST_CONTENT).toWellFormed() : "",
    isPlain: typeof mediaType === "string" && mediaType !== "text/html",
    when,
    ...instantsOf(when),
    status: statusOf(document),
    place: placeOf(document),
    tags: tagsOf(document),
    language: languageOf(document),
    page: pageOf(document.url) ?? id,
    receivedAt,
    changedAt,
  }
}

function uidOf({ uid, uuid }: Record<string, unknown>): string | null {
  const text = uid ?? uuid
  return typeof text === "string" && /^[\x21-\x7e]{8,250}$/.test(text) ? text : null
}

function statusOf({ eventStatus, status }: Record<string, unknown>): PartnerEvent["status"] {
  const words = [eventStatus, status].map(word => (typeof word === "string" ? word.slice(0, 100) : ""))
  if (words.some(word => /(^|[:/#])(Event)?Cancell?ed$/i.test(word))) return "cancelled"
  if (words.some(word => /(^|[:/#])EventPostponed$/i.test(word))) return "postponed"
  return words.some(word => /(^|[:/#])tentative$/i.test(word)) ? "tentative" : "scheduled"
}

function placeOf(document: Record<string, unknown>): PartnerEvent["place"] {
  const said = first(document.location ?? document["schema:location"] ?? document["schema.org#location"])
  if (!isObject(said)) {
    const name = lineOf(said, 200)
    return name === null ? null : { name, address: null, latitude: null, longitude: null }
  }
  const { streetAddress, postalCode, addressLocality } = isObject(said.address) ? said.address : {}
  const town = [lineOf(postalCode, 20), lineOf(addressLocality, 100)].filter(Boolean).join(" ")
  const parts = [lineOf(streetAddress, 200), town].filter(Boolean).join(", ")
  const address = lineOf(said.address, 300) ?? (parts || null)
  const name = lineOf(said.name, 200) ?? address
  if (name === null) return null
  const [latitude, longitude] = [degrees(said.latitude, 90), degrees(said.longitude, 180)]
  const located = latitude !== null && longitude !== null
  return {
    name,
    address: address === name ? null : address,
    latitude: located ? latitude : null,
    longitude: located ? longitude : null,
  }
}

const degrees = (value: unknown, most: number): number | null =>
  typeof value === "number" && Math.abs(value) <= most ? value : null

function tagsOf({ tag }: Record<string, unknown>): string[] {
  const names = listOf(tag)
    .slice(0, 100)
    .filter(isObject)
    .filter(({ type }) => first(type) === "Hashtag")
    .map(({ name }) => lineOf(name, 60)?.replace(/^#+\s*/, ""))
  return [...new Set(names.filter(name => name !== undefined && name !== ""))].slice(0, 20) as string[]
}

function languageOf({ inLanguage, nameMap }: Record<string, unknown>): string | null {
  const keys = isObject(nameMap) ? Object.keys(nameMap) : []
  const said = inLanguage ?? (keys.length === 1 ? keys[0] : null)
  return typeof said === "string" && /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(said) ? said : null
}

/** Its name when it has one that can stand in an address. */
export const partnerAddress = ({ handle, host }: { handle: string | null; host: string }): string =>
  handle && /^[\w.-]{1,100}$/.test(handle) ? `${handle}@${host}` : host

export const partnerOf = (remote: {
  id: string
  host: string
  handle: string | null
  name: string | null
  url: string | null
}): Partner => {
  const address = partnerAddress(remote)
  return {
    id: remote.id,
    host: remote.host,
    name: lineOf(remote.name, 150) ?? address,
    address,
    url: iri(remote.url) ?? remote.id,
  }
}
