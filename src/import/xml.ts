import { Parser } from "htmlparser2"

/** An element with the text that stands directly in it. */
export interface Element {
  name: string
  attributes: Record<string, string | undefined>
  children: Element[]
  text: string
}

const DEEPEST = 50

/** The root of an XML text, read leniently; entities are only those that XML knows, so none grows. Null when there is no element. */
export function readXml(xml: string): Element | null {
  const open: Element[] = []
  let root: Element | null = null
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element: Element = { name, attributes, children: [], text: "" }
        root ??= element
        if (open.length < DEEPEST) open.at(-1)?.children.push(element)
        open.push(element)
      },
      ontext(data) {
        const element = open.at(-1)
        if (element) element.text += data
      },
      onclosetag() {
        const element = open.pop()
        if (element) element.text = element.text.trim()
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(xml)
  return root
}

export const inside = (element: Element | null, name: string): Element[] =>
  element?.children.filter(child => child.name === name) ?? []

export const elementOf = (element: Element | null, name: string): Element | null => inside(element, name)[0] ?? null

export const wordsOf = (element: Element | null, name: string): string => elementOf(element, name)?.text ?? ""
