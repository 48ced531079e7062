import { describe, expect, test } from "vitest"
import {
  digestOf,
  digestOfBits,
  formatSynchronization,
  parseSynchronization,
} from "../../../federation/synchronization/header.ts"

describe("the digest of followers", () => {
  test("is that of FEP-8fcf's example, in any order", () => {
    const ids = ["https://testing.example.org/users/1", "https://testing.example.org/users/2"]
    const digest = "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f"
    expect(digestOf(ids)).toBe(digest)
    expect(digestOf(ids.toReversed())).toBe(digest)
  })

  test("of one id is its SHA-256, of none zeros, of one id twice that of none", () => {
    const one = "https://testing.example.org/users/1"
    expect(digestOf([one])).toBe("3a06e99569547f444c352ab7f52e4bab207abec5ca6f07b0045cfdc9723f8fa9")
    expect(digestOf([])).toBe("0".repeat(64))
    expect(digestOf([one, one])).toBe("0".repeat(64))
  })

  test("is read from PostgreSQL's bits, leading zeros included", () => {
    expect(digestOfBits(`${"0".repeat(250)}101101`)).toBe(`${"0".repeat(62)}2d`)
    expect(digestOfBits("1".repeat(256))).toBe("f".repeat(64))
    expect(digestOfBits("0".repeat(256))).toBe("0".repeat(64))
  })
})

describe("the header", () => {
  const parsed = {
    collectionId: "https://a.example/users/1/followers",
    url: "https://a.example/users/1/followers_synchronization",
    digest: "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f",
  }

  test("is parsed as it was written", () => {
    const { collectionId: id, url: synchronization, digest } = parsed
    const header = formatSynchronization({ id, synchronization }, digest)
    expect(header).toBe(`collectionId="${id}", url="${synchronization}", digest="${digest}"`)
    expect(parseSynchronization(header)).toEqual(parsed)
  })

  test("is read in any order, with any blanks, with unknown parameters, in capitals", () => {
    const header = `digest="${parsed.digest.toUpperCase()}",url="${parsed.url}" ,  collectionId="${parsed.collectionId}", more="x"`
    expect(parseSynchronization(header)).toEqual(parsed)
  })

  test.each([
    ["nothing", ""],
    ["no url", `collectionId="${parsed.collectionId}", digest="${parsed.digest}"`],
    ["an empty url", `collectionId="${parsed.collectionId}", url="", digest="${parsed.digest}"`],
    ["two digests", `collectionId="x", url="y", digest="${parsed.digest}", digest="${parsed.digest}"`],
    ["a short digest", `collectionId="x", url="y", digest="abc"`],
    ["no quotes", `collectionId=x, url=y, digest=${parsed.digest}`],
    ["garbage behind it", `collectionId="x", url="y", digest="${parsed.digest}" garbage`],
    ["10,000 parameters", Array.from({ length: 10_000 }, (_, i) => `p${"x".repeat(i % 7)}="1"`).join()],
  ])("with %s is ignored", (_, header) => {
    expect(parseSynchronization(header)).toBeNull()
  })
})
