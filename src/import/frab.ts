import type { SourceContents } from "../actions/sources/entry.ts"
import { slugOf } from "../domain/calendar.ts"
import type { JsonObject } from "../domain/json.ts"
import { isTimeZone } from "../domain/time.ts"
import { looksLikeHtml, textOfHtml } from "../text/text-of-html.ts"
import { childOf, childrenOf, readXml, textOf, type XmlElement, XmlError } from "../text/xml.ts"
import { collect, type RawEntry } from "./collect.ts"
import { EntryError, type ImportContext } from "./context.ts"
import { list, object, text } from "./json.ts"
import { whenOfIso } from "./words/iso.ts"
import { oneLine } from "./words/markdown.ts"

/** A conference as frab and pretalx tell it, in XML or JSON. */
interface Conference {
  title: string
  acronym: string
  start: string
  end: string
  timeZone: string
  page: string
  place: string
  talks: Talk[]
}

interface Talk {
  id: string
  slug: string
  /** its own page, or its place on the programme's */
  url: string
  title: string
  subtitle: string
  abstract: string
  /** of the day in whose list it stands */
  date: string
  /** local time with its offset, when it is said whole */
  at: string
  start: string
  duration: string
  room: string
  track: string
  type: string
  speakers: string[]
  links: { title: string; url: string }[]
}

/** `schedule.xml`: a conference is one entry, with its talks as the programme. @throws {EntryError} when it is no schedule */
export async function readScheduleXml(
  xml: string,
  context: ImportContext,
  signal?: AbortSignal,
): Promise<SourceContents> {
  const root = rootOf(xml)
  if (root?.name !== "schedule") throw new EntryError("it is XML, and no schedule.xml of a conference")
  const conference = childOf(root, "conference")
  const day = (element: XmlElement) => element.attributes.get("date") ?? ""
  return reading(
    {
      title: textOf(conference, "title"),
      acronym: textOf(conference, "acronym"),
      start: textOf(conference, "start"),
      end: textOf(conference, "end"),
      timeZone: textOf(conference, "time_zone_name"),
      page: textOf(conference, "url") || textOf(conference, "base_url"),
      place: [textOf(conference, "venue"), textOf(conference, "city")].filter(Boolean).join(", "),
      talks: childrenOf(root, "day").flatMap(element =>
        childrenOf(element, "room").flatMap(room =>
          childrenOf(room, "event").map(event => ({
            id: event.attributes.get("guid") ?? event.attributes.get("id") ?? "",
            slug: textOf(event, "slug"),
            url: textOf(event, "url"),
            title: textOf(event, "title"),
            subtitle: textOf(event, "subtitle"),
            abstract: textOf(event, "abstract") || textOf(event, "description"),
            date: day(element),
            at: textOf(event, "date"),
            start: textOf(event, "start"),
            duration: textOf(event, "duration"),
            room: room.attributes.get("name") ?? textOf(event, "room"),
            track: textOf(event, "track"),
            type: textOf(event, "type"),
            speakers: childrenOf(childOf(event, "persons"), "person").map(person => person.text),
            links: childrenOf(childOf(event, "links"), "link").map(link => ({
              title: link.text,
              url: link.attributes.get("href") ?? "",
            })),
          })),
        ),
      ),
    },
    context,
    signal,
  )
}

/** Null for XML that is nested too deep to be a schedule. */
function rootOf(xml: string): XmlElement | null {
  try {
    return readXml(xml, { strict: false, deepest: DEEPEST })
  } catch (error) {
    if (error instanceof XmlError) return null
    throw error
  }
}

const DEEPEST = 50

/** `schedule.json`. */
export async function readScheduleJson(
  schedule: JsonObject,
  context: ImportContext,
  signal?: AbortSignal,
): Promise<SourceContents> {
  const conference = object(schedule.conference)
  const talks = list(conference.days)
    .map(object)
    .flatMap(day =>
      Object.entries(object(day.rooms)).flatMap(([room, events]) =>
        list(events)
          .map(object)
          .map(event => ({
            id: text(event.guid) || text(event.id),
            slug: text(event.slug),
            url: text(event.url),
            title: text(event.title),
            subtitle: text(event.subtitle),
            abstract: text(event.abstract) || text(event.description),
            date: text(day.date),
            at: text(event.date),
            start: text(event.start),
            duration: text(event.duration),
            room,
            track: text(event.track),
            type: text(event.type),
            speakers: list(event.persons)
              .map(object)
              .map(person => text(person.public_name) || text(person.name)),
            links: list(event.links)
              .map(object)
              .map(link => ({ title: text(link.title), url: text(link.url) || text(link.href) })),
          })),
      ),
    )
  const word = (name: string) => text(conference[name])
  const names = { title: word("title"), acronym: word("acronym"), start: word("start"), end: word("end") }
  const page = word("url") || text(schedule.base_url)
  return reading({ ...names, timeZone: word("time_zone_name"), page, place: word("venue"), talks }, context, signal)
}

async function reading(conference: Conference, context: ImportContext, signal?: AbortSignal): Promise<SourceContents> {
  const { acronym, title, page } = conference
  const entries = await collect([{ line: 1, title, read: () => [rawOf(conference, context)] }], context, signal)
  return { ...entries, name: title || acronym || null, page: page || null, refreshAfter: null, whole: true }
}

const MOST_TALKS = 500

function rawOf(conference: Conference, { calendar }: ImportContext): RawEntry {
  const { acronym, title, page, place, talks } = conference
  const zone = isTimeZone(conference.timeZone) ? conference.timeZone : calendar.timeZone
  const days = [conference.start.slice(0, 10), conference.end.slice(0, 10), ...talks.map(({ date }) => date)]
    .filter(Boolean)
    .sort()
  if (days.length === 0) throw new EntryError("the conference has neither dates nor days")
  const notes = talks.length > MOST_TALKS ? [`only the first ${MOST_TALKS} of ${talks.length} talks come in`] : []
  const slugs = new Set<string>()
  return {
    uid: `${acronym || slugOf(title)}@${URL.parse(page)?.host ?? "schedule"}`,
    page: page || null,
    notes,
    words: {
      title: title || acronym,
      text: "",
      when: whenOfIso(days[0]!, days.at(-1)!, zone, zone),
      places: place ? [{ name: place }] : [],
      url: page || null,
      sessions: talks.slice(0, MOST_TALKS).map(talk => sessionOf(talk, { zone, acronym, slugs })),
    },
  }
}

function sessionOf(talk: Talk, { zone, acronym, slugs }: { zone: string; acronym: string; slugs: Set<string> }) {
  const { start, end } = timesOf(talk, zone)
  const line = (text: string, most: number) => oneLine(text).slice(0, most).trim() || null
  const title = oneLine(talk.title).replaceAll("<", "‹").replaceAll(">", "›").slice(0, 200)
  const abstract = looksLikeHtml(talk.abstract) ? textOfHtml(talk.abstract) : talk.abstract
  return {
    slug: freeSlug(ownSlug(talk, acronym), slugs),
    title: title.length < 3 ? `${title} · ${talk.room}` : title,
    summary: [talk.subtitle, abstract].filter(Boolean).join("\n\n").slice(0, 2000),
    start,
    end,
    room: line(talk.room, 100),
    track: line(talk.track, 100),
    format: line(talk.type, 60),
    speakers: talk.speakers
      .map(name => oneLine(name).slice(0, 150))
      .filter(Boolean)
      .slice(0, 50),
    documents: talk.links
      .filter(({ url }) => /^https?:\/\/[^\s<>"]{1,1900}$/.test(url) && URL.canParse(url))
      .map(({ title, url }) => ({ title: oneLine(title).slice(0, 200) || url.slice(0, 200), url }))
      .slice(0, 50),
  }
}

/** A talk whose end is its start has none: programmes write `00:00` for what nobody said. */
function timesOf({ at, date, start, duration }: Talk, zone: string): { start: string | null; end: string | null } {
  if (!at && !/^\d{1,2}:\d{2}/.test(start)) return { start: null, end: null }
  const { start: from } = whenOfIso(at || `${date}T${start.padStart(5, "0")}`, null, zone, zone)
  const [, hours = "0", minutes = "0"] = /^(?:(\d{1,3}):)?(\d{1,4})(?::\d{2})?$/.exec(duration) ?? []
  const length = Number(hours) * 60 + Number(minutes)
  if (length === 0 || !from.includes("T")) return { start: from, end: null }
  return {
    start: from,
    end: Temporal.PlainDateTime.from(from).add({ minutes: length }).toString({ smallestUnit: "minute" }),
  }
}

/** Ours stands at the end of its address (`…/programme#s-accueil`); others' begins with the name of the conference. */
function ownSlug({ slug, title, url }: Talk, acronym: string): string {
  const ours = /#s-([a-z0-9-]+)$/.exec(url)?.[1]
  return ours ?? ((slug.startsWith(`${acronym}-`) ? slug.slice(acronym.length + 1) : slug) || title)
}

function freeSlug(text: string, taken: Set<string>): string {
  const base = slugOf(text)
  let slug = base
  for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`
  taken.add(slug)
  return slug
}
