import { createTokenKeys } from "../../src/access/tokens.ts"
import { createCalendar, createPublisher } from "../../src/actions/calendars/create.ts"
import { createToken } from "../../src/actions/tokens/create.ts"
import { apiApp } from "../../src/api/app.ts"
import { OPERATOR, type Scope } from "../../src/domain/by.ts"
import { transact } from "../../src/store/db.ts"
import { openImporter } from "./importer.ts"
import { listen } from "./listen.ts"
import { openSite, SECRET_KEY } from "./site.ts"

/** What a request got: the body parsed when it is JSON. */
export interface Got {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared, not typed
  body: any
  text: string
}

export interface Asking {
  token?: string | null
  headers?: Record<string, string>
  /** sent as it is when a string or bytes, else as JSON */
  body?: unknown
}

/**
 * The API over real HTTP on a real database with an organisation, two calendars and a collection of interviews. `ask` sends as
 * the officer, who may write everything, unless another token or null is given.
 */
export async function openApi(start: Date) {
  const place = await openSite(start, { oneKeyPair: true })
  const { db, site } = place
  const keys = createTokenKeys(SECRET_KEY)
  const importer = openImporter(site)
  const server = await listen(apiApp({ db, site, secretKey: SECRET_KEY, importer }))
  await transact(db, async trx => {
    const publisher = await createPublisher(trx, site, OPERATOR, {
      handle: "redaction",
      name: "Mission communs",
      language: "fr",
      summary: "",
    })
    for (const [handle, kind, name] of [
      ["agenda", "agenda", "Agenda des communs"],
      ["rencontres", "events", "Rencontres"],
      ["entretiens", "interviews", "Paroles de communs"],
    ] as const) {
      const calendar = { handle, kind, name, language: "fr", timeZone: "Europe/Paris", summary: "" }
      await createCalendar(trx, site, OPERATOR, calendar, publisher.id)
    }
  })
  const tokenFor = async (...scopes: Scope[]) =>
    (await createToken(db, site, OPERATOR, keys, { name: scopes.join(" "), scopes })).jwt
  const officer = await tokenFor("read", "write:events", "write:interviews")

  async function ask(request: string, { token = officer, headers = {}, body }: Asking = {}): Promise<Got> {
    const [method, path] = request.split(" ") as [string, string]
    const raw = typeof body === "string" || body instanceof Uint8Array
    const response = await fetch(new URL(path, server.url), {
      method,
      headers: {
        ...(token !== null && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
      redirect: "manual",
    })
    const text = await response.text()
    const json = response.headers.get("Content-Type")?.includes("json") && text !== ""
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : text }
  }

  return {
    ...place,
    keys,
    server,
    tokenFor,
    officer,
    ask,
    importer,
    async close() {
      await server.close()
      await importer.close()
      await place.close()
    },
  }
}

/** The event of the interface's documentation. */
export const EXAMPLE_EVENT = {
  calendar: "agenda",
  title: "Atelier des communs",
  summary: "Un atelier pour commencer.",
  description: "Un *atelier*.",
  language: "fr",
  start: "2026-12-01T18:30",
  end: "2026-12-01T20:30",
  timeZone: "Europe/Paris",
  allDay: false,
  place: {
    name: "Maison des communs",
    street: "1 rue de la Paix",
    postalCode: "59000",
    locality: "Lille",
    country: "FR",
    latitude: 50.63,
    longitude: 3.06,
  },
  online: { url: "https://visio.example/atelier" },
  organisers: ["La MedNum"],
  price: { free: true },
  accessibility: ["wheelchair", "sign-language"],
  tags: ["communs"],
  url: "https://mednum.example/atelier",
  status: "scheduled",
  image: {
    url: "https://mednum.example/atelier.jpg",
    alt: "Des mains tiennent un beffroi",
    credit: "La MedNum",
    licence: "CC-BY-4.0",
  },
  publish: true,
}
