import { generateKeyPairSync } from "node:crypto"
import { preloadedContexts } from "@fedify/vocab-runtime"
import jsonldModule from "@fedify/vocab-runtime/jsonld"
import { expect, test } from "vitest"
import { actorObject } from "../../../../federation/vocab/writing/actor.ts"
import { articleObject } from "../../../../federation/vocab/writing/article.ts"
import { CONTEXT, NAMING_CONTEXT } from "../../../../federation/vocab/writing/context.ts"
import { eventObject } from "../../../../federation/vocab/writing/event.ts"
import { noteObject } from "../../../../federation/vocab/writing/note.ts"
import type { JsonObject } from "../../../../src/domain/json.ts"
import { walk } from "../../../support/receivers/reading.ts"
import { activityObject, withProof } from "../../../support/wire-activities.ts"
import {
  calendar,
  image,
  news,
  ORIGIN,
  PUBLISHED,
  uuid,
  wholeEvent,
  wholeInterview,
} from "../../../support/wire-events.ts"

const EVENT = wholeEvent({ image: image(), status: "rescheduled", previous: wholeEvent().when, updatedAt: new Date() })
const LINK = [{ name: "Site", url: "https://x.example/" }]
const KEYS = {
  rsaPem: "-----BEGIN PUBLIC KEY-----",
  ed25519Multibase: "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
}
const ANNOUNCE = {
  id: uuid(1),
  type: "Announce",
  actor: calendar(),
  object: `${ORIGIN}/events/x`,
  published: PUBLISHED,
}
const KEY = generateKeyPairSync("ed25519").privateKey
const DOCUMENTS: [string, JsonObject][] = [
  ["event", eventObject(ORIGIN, EVENT)],
  ["interview", articleObject(ORIGIN, wholeInterview({ portrait: image() }))],
  ["news", noteObject(ORIGIN, news(), EVENT)],
  ["announcement", await withProof(activityObject(ORIGIN, ANNOUNCE), `${ORIGIN}#key`, KEY, PUBLISHED)],
  ["calendar", actorObject(ORIGIN, calendar({ icon: image(), links: LINK }), KEYS)],
]

/** The package declares its default export one level too deep. */
const jsonld = jsonldModule as unknown as { expand(document: JsonObject, options: object): Promise<JsonObject[]> }

const documentLoader = async (url: string) => {
  const document = preloadedContexts[url]
  if (!document) throw new Error(`${url} would have to be fetched`)
  return { contextUrl: null, documentUrl: url, document }
}

/** Maps of languages are not terms. */
const isTerm = ({ key, path }: { key: string; path: string }) =>
  key !== "" && !path.includes("@context") && !/Map\.[^.]+$/.test(path)

test.each(DOCUMENTS)(
  "every term of the %s has a meaning, from contexts that everybody carries",
  async (_, document) => {
    const terms = [...new Set([...walk(document)].filter(isTerm).map(({ key }) => key))]
    for (const term of terms) {
      const alone = { "@context": document["@context"], [term]: "https://x.example/y" }
      const [expanded] = await jsonld.expand(alone, { documentLoader })
      const types = term === "id" || term === "type" ? ["@id"] : Object.keys(expanded ?? {})
      // ActivityStreams gives unknown terms a blank name
      expect(
        types.filter(name => !name.startsWith("_:")),
        term,
      ).toHaveLength(1)
    }
  },
)

test("what FEP-8a8e means is what expands", async () => {
  const [event] = await jsonld.expand(DOCUMENTS[0]![1], { documentLoader })
  const ev = (name: string) => event![`https://w3id.org/fep/8a8e/${name}`]
  expect(ev("eventStatus")).toEqual([{ "@id": "https://w3id.org/fep/8a8e/EventRescheduled" }])
  expect(ev("joinMode")).toEqual([{ "@value": "external" }])
  expect(ev("timezone")).toEqual([{ "@value": "Europe/Paris" }])
  expect(ev("externalParticipationUrl")).toEqual([{ "@id": `${ORIGIN}/e/seance-pleniere` }])
  expect(event!["http://www.w3.org/2002/12/cal/ical#status"]).toEqual([{ "@value": "CONFIRMED" }])
})

test("nothing that a JSON-LD 1.0 processor refuses: no scoped context, no container but list and set", () => {
  for (const [term, definition] of [CONTEXT, NAMING_CONTEXT].flatMap(([, , terms]) =>
    Object.entries(terms as JsonObject),
  )) {
    if (typeof definition === "string") continue
    const { "@container": container, ...rest } = definition as JsonObject
    expect(["@id", "@id,@type"], term).toContain(Object.keys(rest).join())
    expect([undefined, "@list", "@set"], term).toContain(container)
  }
})
