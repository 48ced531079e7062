import { Parser } from "htmlparser2"

const MARKUP = /<\/?(?:br|p|div|a|b|i|u|strong|em|ul|ol|li|span|h[1-6]|table|td|html|body|pre|font)\b[^<>]{0,500}>/i
const BLOCKS = new Set("p div ul ol h1 h2 h3 h4 h5 h6 table pre blockquote section article".split(" "))
const SILENT = new Set(["script", "style", "head", "title"])

/** Google and Outlook write HTML into descriptions that should be plain text. */
export const looksLikeHtml = (text: string): boolean => MARKUP.test(text)

/** What a reader of the page would see: paragraphs apart, `- ` before items, links as `text (address)`. */
export function textOfHtml(html: string): string {
  let text = ""
  let silent = 0
  const links: { href: string; from: number }[] = []
  const apart = (breaks: string) => {
    text = text.replace(/[ \t]+$/, "")
    if (text !== "" && !text.endsWith(breaks)) text += breaks.slice(text.endsWith("\n") ? 1 : 0)
  }
  const parser = new Parser(
    {
      onopentag(name, { href = "" }) {
        if (SILENT.has(name)) silent += 1
        if (name === "br") text += "\n"
        else if (name === "li") {
          apart("\n")
          text += "- "
        } else if (name === "tr") apart("\n")
        else if (BLOCKS.has(name)) apart("\n\n")
        else if (name === "a") links.push({ href, from: text.length })
      },
      ontext(data) {
        if (silent === 0) text += data.replace(/\s+/g, " ").replace(/^ (?=.*)/, /(^|\s)$/.test(text) ? "" : " ")
      },
      onclosetag(name) {
        if (SILENT.has(name)) silent -= 1
        if (BLOCKS.has(name)) apart("\n\n")
        if (name !== "a") return
        const link = links.pop()
        if (!link || !/^(https?|mailto):/i.test(link.href)) return
        const words = text.slice(link.from).trim()
        const address = link.href.replace(/^mailto:/i, "")
        if (words === "") text += address
        else if (words !== address && words !== link.href) text += ` (${address})`
      },
    },
    { decodeEntities: true },
  )
  parser.end(html)
  return text.trim()
}
