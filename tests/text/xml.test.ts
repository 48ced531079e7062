import { describe, expect, test } from "vitest"
import { childOf, childrenOf, readXml, textOf, XmlError } from "../../src/text/xml.ts"

const STRICT = { strict: true, deepest: 5 }
const LENIENT = { strict: false, deepest: 5 }

describe("XML", () => {
  test("gives elements with their attributes, children and text", () => {
    const root = readXml(
      `<?xml version="1.0"?><a x="1" xmlns:p="urn:p" p:y="2"> one &amp; <b>two</b><![CDATA[ <three> ]]><b/></a>`,
      STRICT,
    )!
    expect(root.name).toBe("a")
    expect([...root.attributes]).toEqual([["x", "1"]])
    expect(root.text).toBe("one &  <three>")
    expect(childrenOf(root, "b").map(({ text }) => text)).toEqual(["two", ""])
    expect([textOf(root, "b"), textOf(root, "c"), childOf(root, "c")]).toEqual(["two", "", null])
  })

  test("names may be made from the namespace", () => {
    const nameOf = (namespace: string, local: string) => `{${namespace}}${local}`
    expect(readXml(`<p:a xmlns:p="urn:p"/>`, { ...STRICT, nameOf })!.name).toBe("{urn:p}a")
    expect(readXml(`<p:a xmlns:p="urn:p"/>`, STRICT)!.name).toBe("p:a")
  })

  test.each([
    ["an element that is not closed", "<a><b></a>"],
    ["an unknown entity", "<a>&nbsp;</a>"],
    ["a prefix without a namespace", "<p:a/>"],
    ["nothing", ""],
  ])("%s is refused by strict rules only", (_, xml) => {
    expect(() => readXml(xml, STRICT)).toThrow(XmlError)
    expect(() => readXml(xml, LENIENT)).not.toThrow()
  })

  test("lenient rules keep what can be read of a broken document", () => {
    const root = readXml("<!DOCTYPE a [<!ENTITY e 'many'>]><a><b> one<c>&e;", LENIENT)!
    expect(root.name).toBe("a")
    expect(textOf(root, "b")).toBe("one")
    expect(textOf(childOf(root, "b"), "c")).toBe("&e;")
  })

  test("a document type is refused by strict rules", () => {
    expect(() => readXml("<!DOCTYPE a><a/>", STRICT)).toThrow(new XmlError("doctype", "a document type is not taken"))
  })

  test.each([STRICT, LENIENT])("limits hold with %j", rules => {
    expect(readXml("<a>".repeat(5) + "</a>".repeat(5), rules)).not.toBeNull()
    expect(() => readXml("<a>".repeat(6), rules)).toThrow("elements are more than 5 deep")
    expect(() => readXml(`<a b="" c=""/>`, { ...rules, mostAttributes: 1 })).toThrow("more than 1 attributes")
  })
})
