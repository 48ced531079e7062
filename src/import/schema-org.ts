import { createHash } from "node:crypto"
import { Parser } from "htmlparser2"
import type { SourceContents } from "../actions/sources/entry.ts"
import type { EventStatus } from "../domain/event.ts"
import type { JsonObject } from "../domain/json.ts"
import type { Price } from "../domain/price.ts"
import { looksLikeHtml, textOfHtml } from "../text/text-of-html.ts"
import { collect, type RawEntry } from "./collect.ts"
import { EntryError, type ImportContext } from "./context.ts"
import { list, object, text } from "./json.ts"
import { accessibilityOf } from "./words/accessibility.ts"
import { whenOfIso } from "./words/iso.ts"
import { type PlaceWords, placeOfLine } from "./words/place.ts"
import { priceOf } from "./words/price.ts"

const STATUS: Record<string, EventStatus> = {
  EventCancelled: "cancelled",
  EventPostponed: "postponed",
  EventRescheduled: "rescheduled",
  EventMovedOnline: "moved-online",
}

/** The events that a page tells search engines of (schema.org in JSON-LD). @throws {EntryError} when it tells of none */
export async function readPage(html: string, context: ImportContext, signal?: AbortSignal): Promise<SourceContents> {
  const { scripts, title } = scriptsOf(html)
  const documents = scripts.flatMap(script => {
    try {
      return [JSON.parse(script) as unknown]
    } catch {
      return []
    }
  })
  const events = documents.flatMap(eventsIn)
  if (events.length === 0) throw new EntryError("it is a page that tells of no events (schema.org) and no calendar")
  return readEvents(events, title, context, signal)
}

/** Events of a JSON-LD document. */
export async function readJsonLd(json: unknown, context: ImportContext, signal?: AbortSignal): Promise<SourceContents> {
  const events = eventsIn(json)
  if (events.length === 0) throw new EntryError("it is JSON in which no events are known")
  return readEvents(events, null, context, signal)
}

async function readEvents(
  events: JsonObject[],
  name: string | null,
  context: ImportContext,
  signal?: AbortSignal,
): Promise<SourceContents> {
  const entries = await collect(
    events.map((event, index) => ({ line: index + 1, title: text(event.name), read: () => [rawOf(event, context)] })),
    context,
    signal,
  )
  return { ...entries, name, page: null, refreshAfter: null, whole: true }
}

function scriptsOf(html: string): { scripts: string[]; title: string | null } {
  const scripts: string[] = []
  let title = ""
  let inside: "json" | "title" | null = null
  const parser = new Parser({
    onopentag(name, { type = "" }) {
      if (name === "script" && /^application\/ld\+json/i.test(type)) {
        inside = "json"
        scripts.push("")
      } else if (name === "title" && title === "") inside = "title"
    },
    ontext(data) {
      if (inside === "json") scripts.push(scripts.pop() + data)
      else if (inside === "title") title += data
    },
    onclosetag() {
      inside = null
    },
  })
  parser.end(html)
  return { scripts, title: title.trim().slice(0, 200) || null }
}

const DEEPEST = 6
const isEvent = (type: unknown): boolean =>
  list(type).some(name => /(^|[/:])([A-Za-z]*Event|Festival|Hackathon)$/.test(text(name)))

/** At the top, in a list, in @graph, in the lists and pages that hold them; not the parts of an event. */
function eventsIn(value: unknown, depth = 0): JsonObject[] {
  if (depth > DEEPEST) return []
  if (Array.isArray(value)) return value.slice(0, 10_000).flatMap(item => eventsIn(item, depth + 1))
  const node = object(value)
  if (isEvent(node["@type"])) return [node]
  return ["@graph", "itemListElement", "item", "event", "events", "mainEntity"].flatMap(name =>
    node[name] ? eventsIn(node[name], depth + 1) : [],
  )
}

function rawOf(event: JsonObject, { calendar }: ImportContext): RawEntry {
  const start = text(event.startDate)
  if (start === "") throw new EntryError("it has no startDate")
  const description = text(event.description)
  const locations = list(event.location)
  const page = text(event.url) || null
  const image = list(event.image).map(value => (typeof value === "string" ? { url: value } : object(value)))[0] as
    | JsonObject
    | undefined
  const id = text(event["@id"]) || page || JSON.stringify([event.name, start])
  return {
    uid: id.length <= 250 ? id : createHash("sha256").update(id).digest("base64url"),
    status: STATUS[text(event.eventStatus).split("/").at(-1)!] ?? "scheduled",
    page,
    words: {
      title: text(event.name),
      text: looksLikeHtml(description) ? textOfHtml(description) : description,
      when: whenOfIso(start, text(event.endDate) || null, null, calendar.timeZone),
      places: locations.flatMap(placeOf),
      onlineUrl:
        locations
          .map(object)
          .filter(({ "@type": type }) => list(type).includes("VirtualLocation"))
          .map(({ url }) => text(url))[0] ?? null,
      organisers: list(event.organizer).map(organiser =>
        typeof organiser === "string" ? organiser : text(object(organiser).name),
      ),
      tags: list(event.keywords).flatMap(words => text(words).split(",")),
      url: text(event.sameAs) || page,
      price: priceOfOffers(event),
      accessibility: accessibilityOf(list(event.accessibilityFeature).map(text)),
      image:
        image && text(image.url ?? image.contentUrl)
          ? { url: text(image.url ?? image.contentUrl), alt: text(image.caption) || text(image.description) }
          : null,
    },
  }
}

/** One offer as it is; of several the lowest and the highest. */
function priceOfOffers(event: JsonObject): Price | null {
  if (event.isAccessibleForFree === true || /^true$/i.test(text(event.isAccessibleForFree))) return { free: true }
  const offers = list(event.offers).map(object)
  const amounts = offers
    .flatMap(({ price, lowPrice, highPrice }) => [price, lowPrice, highPrice].map(text))
    .filter(amount => amount !== "")
  const sorted = [...new Set(amounts)].sort((a, b) => Number(a) - Number(b))
  const currency = offers.map(offer => text(offer.priceCurrency)).find(Boolean) ?? ""
  if (sorted.length > 1) return priceOf(`${sorted[0]}–${sorted.at(-1)} ${currency}`)
  return priceOf(sorted.length === 1 ? `${sorted[0]} ${currency}` : text(offers[0]?.description))
}

function placeOf(value: unknown): PlaceWords[] {
  if (typeof value === "string") return placeOfLine(value) ? [placeOfLine(value)!] : []
  const place = object(value)
  if (list(place["@type"]).includes("VirtualLocation")) return []
  const address = object(place.address)
  const name =
    text(place.name) ||
    (typeof place.address === "string" ? place.address : text(address.streetAddress) || text(address.addressLocality))
  if (name === "") return []
  const geo = object(place.geo)
  const country = text(address.addressCountry) || text(object(address.addressCountry).name)
  return [
    {
      name,
      street: text(address.streetAddress) || null,
      postalCode: text(address.postalCode) || null,
      locality: text(address.addressLocality) || null,
      region: text(address.addressRegion) || null,
      country: country || null,
      latitude: geo.latitude === undefined ? null : Number(geo.latitude),
      longitude: geo.longitude === undefined ? null : Number(geo.longitude),
    },
  ]
}
