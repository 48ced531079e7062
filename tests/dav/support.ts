import { request } from "node:http"
import { DOMParser, type Element as XmlElement } from "@xmldom/xmldom"
import { Hono } from "hono"
import { compress } from "hono/compress"
import { createEvent } from "../../src/actions/events/create.ts"
import { davApp } from "../../src/dav/app.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { eventInput } from "../../src/input/event.ts"
import { parseInput } from "../../src/input/parse.ts"
import { makeCalendars } from "../support/agenda.ts"
import { listen } from "../support/listen.ts"
import { openSite } from "../support/site.ts"

export const START = new Date("2026-11-21T12:00:00Z")

/** One resource of a multistatus: what was found, as `D:name` and its element, and the names of what was not. */
export interface Resource {
  href: string
  status: string | null
  properties: Map<string, XmlElement>
  missing: string[]
}

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  /** of a multistatus, in order */
  all: Resource[]
  /** the root's own sync-token */
  token: string | null
  /** names of the conditions of an error */
  conditions: string[]
}

export interface Asking {
  depth?: string
  body?: string | Buffer | Iterable<Buffer>
  headers?: Record<string, string>
}

const PREFIXES: Record<string, string> = {
  "DAV:": "D",
  "urn:ietf:params:xml:ns:caldav": "C",
  "http://calendarserver.org/ns/": "CS",
  "http://apple.com/ns/ical/": "A",
}

/** An element's name with a prefix of ours, or `{uri}name`. */
export const nameOf = (element: XmlElement): string => {
  const uri = element.namespaceURI ?? ""
  return PREFIXES[uri] ? `${PREFIXES[uri]}:${element.localName}` : `{${uri}}${element.localName}`
}

export const elementsOf = (element: XmlElement): XmlElement[] =>
  Array.from(element.childNodes).filter((node): node is XmlElement => node.nodeType === 1)

const only = (element: XmlElement, name: string) => elementsOf(element).filter(one => nameOf(one) === name)
const textOf = (element: XmlElement | undefined) => element?.textContent?.trim() ?? null

function resourceOf(response: XmlElement): Resource {
  const resource: Resource = {
    href: textOf(only(response, "D:href")[0])!,
    status: textOf(only(response, "D:status")[0]),
    properties: new Map(),
    missing: [],
  }
  for (const propstat of only(response, "D:propstat")) {
    const properties = only(propstat, "D:prop").flatMap(elementsOf)
    const status = textOf(only(propstat, "D:status")[0])
    if (status === "HTTP/1.1 200 OK") for (const one of properties) resource.properties.set(nameOf(one), one)
    else if (status === "HTTP/1.1 404 Not Found") resource.missing.push(...properties.map(nameOf))
    else throw new Error(`an unknown status: ${status}`)
  }
  return resource
}

/** What XML says; throws on what a strict parser does not take. */
export function readAnswer(text: string): Pick<Answer, "all" | "token" | "conditions"> {
  const parser = new DOMParser({
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`)
    },
  })
  const root = parser.parseFromString(text, "application/xml").documentElement!
  return {
    all: only(root, "D:response").map(resourceOf),
    token: textOf(only(root, "D:sync-token")[0]),
    conditions: nameOf(root) === "D:error" ? elementsOf(root).map(nameOf).slice(0, -1) : [],
  }
}

/** What comes over the wire; XML is read. */
export function askOver(server: string, line: string, { depth, body, headers = {} }: Asking = {}): Promise<Answer> {
  const [method, path] = line.split(" ") as [string, string]
  return new Promise((resolve, reject) => {
    const sent = request(server + path, {
      method,
      agent: false,
      headers: {
        ...(depth !== undefined && { Depth: depth }),
        ...(typeof body === "string" && {
          "Content-Type": "application/xml",
          "Content-Length": Buffer.byteLength(body),
        }),
        ...headers,
      },
    })
    sent.on("response", async response => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      const text = Buffer.concat(chunks).toString()
      const isXml = String(response.headers["content-type"]).startsWith("application/xml") && text !== ""
      const read = isXml ? readAnswer(text) : { all: [], token: null, conditions: [] }
      resolve({ status: response.statusCode!, headers: response.headers, text, ...read })
    })
    sent.on("error", reject)
    if (body === undefined || typeof body === "string" || Buffer.isBuffer(body)) return void sent.end(body)
    for (const chunk of body) sent.write(chunk)
    sent.end()
  })
}

/** CalDAV alone over real HTTP, compressed as the whole site is, with calendars of an organisation. */
export async function openDav() {
  const site = await openSite(START, { oneKeyPair: true })
  await makeCalendars(site.db, site.site)
  const app = new Hono()
  app.use(compress())
  app.route("/", davApp({ db: site.db, origin: site.site.origin, now: site.site.now }))
  const server = await listen(app)
  return {
    ...site,
    url: server.url,
    ask: (line: string, asking?: Asking) => askOver(server.url, line, asking),
    publish: (given: Record<string, unknown>) =>
      createEvent(
        site.db,
        site.site,
        OPERATOR,
        parseInput(eventInput, { calendar: "agenda", publish: true, ...given }),
      ),
    async close() {
      await server.close()
      await site.close()
    },
  }
}
export type Dav = Awaited<ReturnType<typeof openDav>>

const NAMESPACES = `xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/" xmlns:A="http://apple.com/ns/ical/"`

/** A request of an element of ours with what is inside of it. */
export const xml = (name: string, inside = ""): string =>
  `<?xml version="1.0" encoding="utf-8"?><${name} ${NAMESPACES}>${inside}</${name}>`

/** `<D:prop>` of names. */
export const prop = (...names: string[]): string => `<D:prop>${names.map(name => `<${name}/>`).join("")}</D:prop>`

export const AGENDA = "/dav/calendars/agenda/"
export const hrefOf = ({ id }: { id: string }, handle = "agenda"): string => `/dav/calendars/${handle}/${id}.ics`

/** A sync as programs ask for it: which entries came or changed, which went, and the token for the next time. */
export async function sync(dav: Dav, token: string, { handle = "agenda", inside = "" } = {}) {
  const body = xml(
    "D:sync-collection",
    `<D:sync-token>${token}</D:sync-token><D:sync-level>1</D:sync-level>${inside}${prop("D:getetag")}`,
  )
  const answer = await dav.ask(`REPORT /dav/calendars/${handle}/`, { body })
  return {
    status: answer.status,
    conditions: answer.conditions,
    changed: answer.all.filter(({ status }) => status === null).map(({ href }) => href),
    gone: answer.all.filter(({ status }) => status === "HTTP/1.1 404 Not Found").map(({ href }) => href),
    cut: answer.all.filter(({ status }) => status === "HTTP/1.1 507 Insufficient Storage").map(({ href }) => href),
    token: answer.token ?? "",
  }
}
