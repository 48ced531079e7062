import { SaxesParser, type SaxesTagNS } from "saxes"

/** An element of a document that was read. */
export interface XmlElement {
  name: string
  attributes: Map<string, string>
  children: XmlElement[]
  /** the text directly inside, trimmed */
  text: string
}

/** Why a document is not read. */
export class XmlError extends Error {
  readonly kind: "syntax" | "doctype"

  constructor(kind: XmlError["kind"], message: string) {
    super(message)
    this.name = "XmlError"
    this.kind = kind
  }
}

interface XmlRules {
  /** refuses what is not well-formed and every document type; otherwise errors are skipped */
  strict: boolean
  /** elements inside each other; saxes takes 50 s for 60,000 */
  deepest: number
  mostAttributes?: number
  /** the name of an element; without it, the name as it is written, prefix included */
  nameOf?: (namespace: string, local: string) => string
}

/**
 * The root of an XML document, null when it has none. saxes knows no entities but XML's own five, so none grows, and asks no
 * other host for anything. Attributes with a namespace are left out.
 * @throws {XmlError} with line and reason; without `strict` only when a limit is exceeded
 */
export function readXml(xml: string, { strict, deepest, mostAttributes = 100, nameOf }: XmlRules): XmlElement | null {
  const parser = new SaxesParser({ xmlns: true })
  const open: XmlElement[] = []
  let root: XmlElement | null = null
  const refuse = (reason: string) => {
    throw new XmlError("syntax", reason)
  }
  const close = () => {
    const element = open.pop()
    if (element) element.text = element.text.trim()
  }
  const addText = (text: string) => {
    const element = open.at(-1)
    if (element) element.text += text
  }
  parser.on("error", error => {
    if (strict) refuse(error.message)
  })
  parser.on("doctype", () => {
    if (strict) throw new XmlError("doctype", "a document type is not taken")
  })
  parser.on("opentag", tag => {
    if (open.length >= deepest) refuse(`elements are more than ${deepest} deep`)
    const count = Object.keys(tag.attributes).length
    if (count > mostAttributes) refuse(`an element has more than ${mostAttributes} attributes`)
    const name = nameOf ? nameOf(tag.uri, tag.local) : tag.name
    const element: XmlElement = { name, attributes: attributesOf(tag), children: [], text: "" }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on("text", addText)
  parser.on("cdata", addText)
  parser.on("closetag", close)
  parser.write(xml).close()
  // elements that a document without strict rules never closes
  while (open.length > 0) close()
  return root
}

const attributesOf = ({ attributes }: SaxesTagNS): Map<string, string> =>
  new Map(
    Object.values(attributes)
      .filter(({ uri }) => uri === "")
      .map(({ local, value }) => [local, value]),
  )

export const childrenOf = (element: XmlElement | null, name: string): XmlElement[] =>
  element?.children.filter(child => child.name === name) ?? []

export const childOf = (element: XmlElement | null, name: string): XmlElement | null =>
  element?.children.find(child => child.name === name) ?? null

/** The text of a child, empty when there is none. */
export const textOf = (element: XmlElement | null, name: string): string => childOf(element, name)?.text ?? ""
