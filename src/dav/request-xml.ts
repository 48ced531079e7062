import { SaxesParser } from "saxes"
import { nameOf } from "./names.ts"
import { Refusal } from "./refusal.ts"

/** An element of a request. */
export interface Element {
  /** `D:prop`, or `{uri}local` of a namespace that is not known */
  name: string
  /** those without a namespace */
  attributes: Map<string, string>
  children: Element[]
  /** its own text, trimmed */
  text: string
}

/** No request of WebDAV is deeper than ten; saxes takes 50 s for 60,000 elements inside each other. */
const DEEPEST = 24
const MOST_ATTRIBUTES = 32

/**
 * The root of a request, null of an empty one. Names are resolved by namespace; a document type is refused before anything that it
 * declares could be used, and saxes knows no entities but XML's own five.
 * @throws {Refusal} 400 naming line and reason, 403 for a document type
 */
export function readXml(body: string): Element | null {
  if (body.trim() === "") return null
  const parser = new SaxesParser({ xmlns: true })
  const open: Element[] = []
  let root: Element | null = null
  const refuse = (reason: string) => {
    throw new Refusal(400, `the body cannot be read: ${reason}`)
  }
  parser.on("error", error => refuse(error.message))
  parser.on("doctype", () => {
    throw new Refusal(403, "a document type is not taken", { "D:no-external-entities": [{}] })
  })
  parser.on("opentag", tag => {
    if (open.length >= DEEPEST) refuse(`elements are more than ${DEEPEST} deep`)
    const attributes = Object.values(tag.attributes)
    if (attributes.length > MOST_ATTRIBUTES) refuse(`an element has more than ${MOST_ATTRIBUTES} attributes`)
    const element: Element = {
      name: nameOf(tag.uri, tag.local),
      attributes: new Map(attributes.filter(({ uri }) => uri === "").map(({ local, value }) => [local, value])),
      children: [],
      text: "",
    }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  const addText = (text: string) => {
    const element = open.at(-1)
    if (element) element.text += text
  }
  parser.on("text", addText)
  parser.on("cdata", addText)
  parser.on("closetag", () => {
    const element = open.pop()!
    element.text = element.text.trim()
  })
  parser.write(body).close()
  return root
}

export const child = (element: Element, name: string): Element | undefined =>
  element.children.find(one => one.name === name)

export const childrenOf = (element: Element, name: string): Element[] =>
  element.children.filter(one => one.name === name)
