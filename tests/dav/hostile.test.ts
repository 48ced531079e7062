import { gzipSync } from "node:zlib"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { dump } from "../support/rows.ts"
import { AGENDA, type Answer, type Asking, type Dav, hrefOf, openDav, prop, xml } from "./support.ts"

let dav: Dav
let href: string
beforeAll(async () => {
  dav = await openDav()
  href = hrefOf(await dav.publish({ title: "Séance", start: "2026-12-01T09:00" }))
})
afterAll(() => dav?.close())

const MOST_MS = 1000
/** Both readers of bodies; what is refused is refused quickly. */
async function both(asking: Asking): Promise<Answer> {
  const answers = []
  for (const method of ["PROPFIND", "REPORT"]) {
    const begun = performance.now()
    answers.push(await dav.ask(`${method} ${AGENDA}`, { depth: "0", ...asking }))
    expect(performance.now() - begun).toBeLessThan(MOST_MS)
  }
  expect([answers[1]!.status, answers[1]!.text]).toEqual([answers[0]!.status, answers[0]!.text])
  return answers[0]!
}
const reasonOf = ({ text }: Answer) => /<D:responsedescription>([^<]*)</.exec(text)?.[1]

describe("a body that cannot be read says why", () => {
  test.each([
    ["<D:propfind xmlns:D='DAV:'>", /unclosed tag/],
    ["<a/><b/>", /one root/],
    ["<a></b>", /tag/],
    ["<z:a/>", /unbound namespace prefix/],
    ["<a b=1/>", /unquoted/],
    ["<a b='1' b='2'/>", /duplicate attribute/],
    ["<a>&nbsp;</a>", /undefined entity/],
    ["<a>&#0;</a>", /./],
    ["plain words", /./],
    ["{}", /./],
    [`<a>${"<b>".repeat(25)}`, /more than 24 deep/],
    [`<a${Array.from({ length: 33 }, (_, n) => ` a${n}=""`).join("")}/>`, /more than 32 attributes/],
    ["<a>\u0001</a>", /./],
  ])("%j", async (body, reason) => {
    const answer = await both({ body })
    expect(answer.status).toBe(400)
    expect(reasonOf(answer)).toMatch(reason)
  })

  test("bytes that are not UTF-8", async () => {
    const answer = await both({ body: Buffer.from([0x3c, 0x61, 0xff, 0xfe, 0x2f, 0x3e]) })
    expect([answer.status, reasonOf(answer)]).toEqual([400, "the body cannot be read: its bytes are not UTF-8"])
  })

  test("UTF-16", async () => {
    expect((await both({ body: Buffer.from(`\ufeff${xml("D:propfind", "<D:allprop/>")}`, "utf16le") })).status).toBe(
      400,
    )
  })

  test("compressed bodies are not taken: 1 MB packs into 1 kB", async () => {
    const body = gzipSync(xml("D:propfind", " ".repeat(1_000_000)))
    expect((await both({ body, headers: { "Content-Encoding": "gzip" } })).status).toBe(415)
  })

  test("a root that is something else", async () => {
    expect((await dav.ask(`PROPFIND ${AGENDA}`, { depth: "0", body: xml("D:propertyupdate") })).status).toBe(400)
    for (const name of ["D:expand-property", "D:principal-property-search", "C:unknown", "D:__proto__", "x"]) {
      const answer = await dav.ask(`REPORT ${AGENDA}`, { depth: "0", body: xml(name) })
      expect([name, answer.status, answer.conditions]).toEqual([name, 403, ["D:supported-report"]])
    }
    expect((await dav.ask(`REPORT ${AGENDA}`)).status).toBe(400)
  })

  test("reports are of calendars", async () => {
    for (const path of ["/dav/", "/dav/principal/", "/dav/calendars/", href]) {
      const answer = await dav.ask(`REPORT ${path}`, { body: xml("D:sync-collection", "<D:sync-token/>") })
      expect([path, answer.status, answer.conditions]).toEqual([path, 403, ["D:supported-report"]])
    }
  })
})

describe("entities", () => {
  const BOMB = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lollollollol">${Array.from(
    { length: 9 },
    (_, n) => `<!ENTITY ${"bcdefghij"[n]} "${`&${"abcdefghi"[n]};`.repeat(10)}">`,
  ).join("")}]>`
  test.each([
    ["that multiply", `${BOMB}<D:propfind xmlns:D="DAV:"><D:prop>&j;</D:prop></D:propfind>`],
    ["of a file", `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><D:propfind xmlns:D="DAV:">&x;</D:propfind>`],
    [
      "of an address",
      `<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><D:propfind xmlns:D="DAV:"><D:allprop/></D:propfind>`,
    ],
    ["of none", `<!DOCTYPE propfind><D:propfind xmlns:D="DAV:"><D:allprop/></D:propfind>`],
  ])("%s: no document type is taken", async (_, body) => {
    const answer = await both({ body })
    expect([answer.status, answer.conditions]).toEqual([403, ["D:no-external-entities"]])
    expect(answer.text).not.toMatch(/lol|root:/)
  })
})

describe("much", () => {
  const TOO_MUCH = 256 * 1024 + 1

  test("more than 256 kB, announced or not", async () => {
    const big = `${xml("D:propfind", "<D:allprop/>")}${" ".repeat(TOO_MUCH)}`
    expect((await both({ body: big })).status).toBe(413)
    function* chunks() {
      for (let sent = 0; sent < TOO_MUCH; sent += 16_384) yield Buffer.alloc(16_384, " ")
    }
    for (const method of ["PROPFIND", "REPORT"]) {
      const { status } = await dav.ask(`${method} ${AGENDA}`, { depth: "0", body: chunks() })
      expect(status).toBe(413)
    }
  })

  test("just below is read", async () => {
    const body = xml("D:propfind", "<D:allprop/>")
    const padded = `${body}${" ".repeat(256 * 1024 - Buffer.byteLength(body))}`
    expect((await dav.ask(`PROPFIND ${AGENDA}`, { depth: "0", body: padded })).status).toBe(207)
  })

  test.each([
    ["elements inside each other", "<a>".repeat(80_000)],
    ["namespaces", `<a${Array.from({ length: 9_000 }, (_, n) => ` xmlns:a${n}="u${n}"`).join("")}/>`],
    ["attributes", `<a${Array.from({ length: 20_000 }, (_, n) => ` a${n}=""`).join("")}/>`],
    ["a long name", `<${"a".repeat(250_000)}`],
    ["comments", `<a>${"<!---->".repeat(30_000)}`],
  ])("%s", async (_, body) => {
    expect((await both({ body })).status).toBeGreaterThanOrEqual(400)
  })

  test("more than 100 properties", async () => {
    const names = (count: number) => Array.from({ length: count }, (_, n) => `D:p${n}`)
    const ask = (count: number) =>
      dav.ask(`PROPFIND ${AGENDA}`, { depth: "0", body: xml("D:propfind", prop(...names(count))) })
    expect((await ask(100)).all[0]!.missing).toEqual(names(100))
    expect((await ask(101)).status).toBe(400)
  })

  test("thousands of addresses", async () => {
    const hrefs = Array.from({ length: 3000 }, (_, n) => `<D:href>${hrefOf({ id: `0${n}` })}</D:href>`).join("")
    const { status, all } = await dav.ask(`REPORT ${AGENDA}`, {
      body: xml("C:calendar-multiget", prop("D:getetag") + hrefs),
    })
    expect([status, all.length]).toEqual([207, 3000])
  })
})

describe("Depth", () => {
  test.each(["infinity", "Infinity", undefined])("%s is without end", async depth => {
    for (const path of ["/dav/", AGENDA, href]) {
      const answer = await dav.ask(`PROPFIND ${path}`, { ...(depth && { depth }) })
      expect([answer.status, answer.conditions]).toEqual([403, ["D:propfind-finite-depth"]])
    }
  })

  test.each(["2", "-1", "", "1,noroot", "zero"])("%j is none", async depth => {
    expect((await dav.ask(`PROPFIND ${AGENDA}`, { depth })).status).toBe(400)
  })

  test("1 of an entry is the entry", async () => {
    expect((await dav.ask(`PROPFIND ${href}`, { depth: "1" })).all.map(one => one.href)).toEqual([href])
  })
})

describe("writing", () => {
  let before: Record<string, string[]>
  beforeEach(async () => {
    before = await dump(dav.db)
  })

  test.each([
    "PUT",
    "DELETE",
    "POST",
    "PATCH",
    "PROPPATCH",
    "MKCALENDAR",
    "MKCOL",
    "MOVE",
    "COPY",
    "LOCK",
    "UNLOCK",
    "ACL",
    "BIND",
    "SEARCH",
  ])("%s is refused with its reason, wherever", async method => {
    for (const path of ["/dav/", AGENDA, href, "/dav/calendars/nouveau/", `${AGENDA}nouveau.ics`]) {
      const headers = { Destination: `https://communs.example${AGENDA}x.ics`, "If-None-Match": "*" }
      const body = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
      const answer = await dav.ask(`${method} ${path}`, { body, headers })
      expect([answer.status, answer.conditions, reasonOf(answer)]).toEqual([
        403,
        ["D:need-privileges"],
        "This calendar can only be read",
      ])
      expect(answer.headers.allow).toBe("OPTIONS, GET, HEAD, PROPFIND, REPORT")
    }
    expect(await dump(dav.db)).toEqual(before)
  })
})

test("names and values of strangers are escaped", async () => {
  const summary = `</D:prop><script>alert(1)</script>]]> &amp; "'`
  await dav.publish({ title: "Hostile", summary, start: "2026-12-02T09:00" })
  const answer = await dav.ask(`REPORT ${AGENDA}`, {
    body: xml("D:sync-collection", `<D:sync-token/>${prop("C:calendar-data")}`),
  })
  const texts = answer.all.map(({ properties }) => properties.get("C:calendar-data")!.textContent!)
  expect(texts.filter(text => text.includes("SUMMARY:Hostile"))).toHaveLength(1)
  const hostile = texts.find(text => text.includes("SUMMARY:Hostile"))!.replaceAll("\n ", "")
  expect(hostile).toContain(`DESCRIPTION:${summary.replace(";", "\\;")}\\n`)
})
