import { createServer } from "node:http"
import { describe, expect, test } from "vitest"
import { loadContext } from "../../../../federation/contexts/index.ts"
import { digestOfActivity } from "../../../../federation/receiving/activity-digest.ts"
import { isPublic } from "../../../../federation/vocab/reading/audience.ts"
import { dateOf } from "../../../../federation/vocab/reading/date.ts"
import { idOf, iri } from "../../../../federation/vocab/reading/ids.ts"
import { lineOf } from "../../../../federation/vocab/reading/line.ts"
import { pageOf } from "../../../../federation/vocab/reading/page.ts"
import { hostName, hostOf, namesOf, sameServer } from "../../../../src/domain/hosts.ts"
import { jsonb } from "../../../../src/store/jsonb.ts"
import { textAsHtml } from "../../../../src/text/sanitise.ts"

describe("values that other servers send", () => {
  test("an id is an http(s) address that can be stored", () => {
    for (const right of [
      "https://a.example/1",
      "http://127.0.0.1:1/ü#é",
      "https://gancio1.test/federation/m/https://app1.test/a#follow",
      "https://wp1.test/?author=1",
    ]) {
      expect(iri(right)).toBe(right)
    }
    for (const wrong of [
      "",
      "a",
      "urn:x",
      "javascript:x",
      "https://",
      "https://u:p@a.example/",
      "https://a.example/ x",
      "https://a.example/\n",
      "https://a.example/<",
      `https://a.example/${"x".repeat(1000)}`,
      "https://a.example/\ud800",
      1,
      null,
      {},
      [],
    ]) {
      expect(iri(wrong)).toBeNull()
    }
    expect([
      idOf({ id: "https://a.example/1" }),
      idOf(["https://a.example/1", "https://a.example/2"]),
      idOf({}),
    ]).toEqual(["https://a.example/1", "https://a.example/1", null])
  })

  test("a date is between 1900 and 2200", () => {
    expect(dateOf("2026-12-01T23:05:46.000+01:00")).toEqual(new Date("2026-12-01T22:05:46Z"))
    expect(dateOf("2026-12-01T23:05:46")).toEqual(new Date("2026-12-01T23:05:46Z"))
    expect(dateOf("2026-12-01")).toEqual(new Date("2026-12-01T00:00:00Z"))
    for (const wrong of [
      "",
      "soon",
      "1899-12-31T00:00:00Z",
      "2201-01-01T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "+275760-09-13T00:00:00Z",
      0,
      null,
    ])
      expect(dateOf(wrong)).toBeNull()
  })

  test("a line is one line of plain text", () => {
    expect(lineOf(" <b>Fête</b>\n à\u0007 Lille\u2028! ", 100)).toBe("Fête à Lille !")
    expect(lineOf("🎉".repeat(10), 3)).toBe("🎉🎉🎉")
    expect([lineOf("", 10), lineOf(" \n", 10), lineOf(7, 10)]).toEqual([null, null, null])
  })

  test("a page is the first HTML link", () => {
    expect(
      pageOf([
        { type: "Link", mediaType: "video/mp4", href: "https://a.example/v" },
        { type: "Link", mediaType: "text/html", href: "https://a.example/p" },
      ]),
    ).toBe("https://a.example/p")
    expect(pageOf("https://a.example/p")).toBe("https://a.example/p")
    expect(pageOf("javascript:x")).toBeNull()
  })

  test("the public collection is written in three ways", () => {
    for (const everybody of ["https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"]) {
      expect([isPublic({ to: everybody }), isPublic({ to: [], cc: [everybody] })]).toEqual([true, true])
    }
    expect(isPublic({ to: ["https://a.example/followers"], bto: "as:Public" })).toBe(false)
  })

  test("text that is no HTML becomes escaped paragraphs", () => {
    expect(textAsHtml("Bonjour <script>\nvous & toi\n\n\n\nFin")).toBe(
      "<p>Bonjour &lt;script&gt;<br>vous &amp; toi</p><p>Fin</p>",
    )
  })

  test("a lone surrogate becomes U+FFFD, which PostgreSQL stores, and a backslash stays", () => {
    expect(jsonb({ a: "x\ud800y\udfff\udfff", b: "🎉", c: "\\ud800", d: "\\\ud800" })).toBe(
      '{"a":"x\ufffdy\ufffd\ufffd","b":"🎉","c":"\\\\ud800","d":"\\\\\ufffd"}',
    )
  })
})

test("hosts are compared in their normalised form", () => {
  expect(["Bücher.Example.", "a.example:8443", "a.example.:8443", "[::1]:80", "127.0.0.1"].map(hostName)).toEqual([
    "xn--bcher-kva.example",
    "a.example:8443",
    "a.example:8443",
    "[::1]:80",
    "127.0.0.1",
  ])
  expect(["", "a b", "a/b", "u@a.example", "a?b"].map(hostName)).toEqual([null, null, null, null, null])
  expect([hostOf("https://A.example/x"), hostOf("ftp://a.example"), hostOf("x")]).toEqual(["a.example", null, null])
  expect(namesOf("a.b.example:81")).toEqual(["a.b.example:81", "a.b.example", "b.example"])
  expect(namesOf("127.0.0.1:81")).toEqual(["127.0.0.1:81", "127.0.0.1"])
  expect([
    sameServer("https://a.example/1", "https://A.example./2"),
    sameServer("https://a.example/", "http://a.example/"),
    sameServer("https://a.example/", "https://a.example:444/"),
  ]).toEqual([true, false, false])
})

test("two copies of an activity have the same digest, whatever proofs and context they carry", () => {
  const like = { id: "https://a.example/1", type: "Like", actor: "https://a.example/a", object: "https://b.example/1" }
  const digest = digestOfActivity(like, "one")
  expect(digestOfActivity({ "@context": "x", signature: { a: 1 }, proof: [], ...like }, "two")).toBe(digest)
  expect(digestOfActivity({ ...like, published: "2026-01-01T00:00:00Z" }, "one")).not.toBe(digest)
  const follow = { ...like, type: "Follow" }
  expect(digestOfActivity(follow, "one")).toBe(digestOfActivity(follow, "one"))
  expect(digestOfActivity(follow, "two")).not.toBe(digestOfActivity(follow, "one"))
})

describe("contexts", () => {
  test("that other software uses are bundled", async () => {
    for (const address of [
      "https://www.w3.org/ns/activitystreams",
      "https://w3id.org/security/v1",
      "https://w3id.org/identity/v1",
      "https://schema.org/",
      "https://litepub.social/context.jsonld",
      "https://pleroma.example/schemas/litepub-0.1.jsonld",
      "https://hub.example/apschema/v1.10",
      "https://purl.archive.org/miscellany",
      "http://joinmastodon.org/ns",
    ]) {
      const { document, documentUrl } = await loadContext(address)
      expect([documentUrl, (document as { "@context": unknown })["@context"]]).toEqual([address, expect.anything()])
    }
    const { document } = await loadContext("https://hub.example/apschema/v1.10")
    expect((document as { "@context": { zot: string } })["@context"].zot).toBe("https://hub.example/apschema#")
  })

  test("of other addresses are not fetched", async () => {
    let asked = 0
    const server = createServer((_, response) => {
      asked++
      response.end("{}")
    })
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as { port: number }
    await expect(loadContext(`http://127.0.0.1:${port}/context.jsonld`)).rejects.toThrow(/not known here/)
    server.close()
    expect(asked).toBe(0)
  })
})
