import XMLBuilder from "fast-xml-builder"

/**
 * An element as an object: `@name` is an attribute, `#` its text, any other key a child, an array a child for each. What is
 * null, empty text or empty of everything is left out; `children` that must stand although empty are `{}` in an array.
 */
export type Xml = { [name: string]: XmlValue }
export type XmlValue = string | number | boolean | null | undefined | Xml | readonly (string | Xml)[]

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  textNodeName: "#",
  format: true,
  indentBy: " ",
  suppressEmptyNode: true,
  // XML has no attribute without a value
  suppressBooleanAttributes: false,
})

/** A document of one root element, in UTF-8. */
export const xmlDocument = (root: string, content: Xml): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n${builder.build({ [root]: cleaned(content) })}`

function cleaned(element: Xml): Record<string, unknown> {
  const filled: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(element)) {
    const text = cleanedValue(value)
    if (text !== undefined) filled[name] = text
  }
  return filled
}

function cleanedValue(value: XmlValue): unknown {
  if (value === null || value === undefined || value === "") return undefined
  if (typeof value === "string") return xmlText(value)
  if (typeof value !== "object") return String(value)
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined
    return value.map(one => (typeof one === "string" ? xmlText(one) : cleaned(one)))
  }
  const inside = cleaned(value as Xml)
  return Object.keys(inside).length > 0 ? inside : undefined
}

/** Without what XML 1.0 cannot hold, not even escaped: most control characters, halves of surrogate pairs, U+FFFE and U+FFFF. */
export const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
