import MarkdownIt from "markdown-it"
import sanitizeHtml from "sanitize-html"
import type { Image } from "../../domain/image.ts"
import { plain } from "./plain-line.ts"

/** What every consumer keeps; the rest is stripped by one or the other. */
const TAGS = ["p", "br", "a", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre"]

/** Raw HTML stays text; tables, images and rules have no place in a post. */
const markdown = new MarkdownIt({ html: false, linkify: true }).disable(["table", "strikethrough", "image"])
// an address is what begins with http; `M.Dupont` and `index.html` are not
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false })
markdown.renderer.rules.heading_open = () => "<p><strong>"
markdown.renderer.rules.heading_close = () => "</strong></p>\n"
markdown.renderer.rules.hr = () => ""

/** Of one event both the HTML and the words are asked for, one after the other. */
let last = { text: "", html: "" }

function render(text: string): string {
  if (last.text !== text) last = { text, html: markdown.render(text) }
  return last.html
}

/** Where there is nothing but tags that everybody keeps, and whole web addresses, the sanitiser would write the very same. */
const TO_SANITISE = new RegExp(
  `<(?!/?(?:${TAGS.filter(tag => tag !== "br").join("|")})>|a href="https?://[^"&<>]*">)|&(?!(?:amp|lt|gt);)`,
)

/** Markdown to the HTML of the wire; links that begin at our root become absolute. */
export function htmlOfMarkdown(text: string, origin: string): string {
  const html = render(text)
  const plain = TO_SANITISE.test(html) ? null : withWholeLinks(html)
  // most texts are; to sanitise one takes 35 µs
  if (plain !== null) return plain.trim()
  return sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: { a: ["href"] },
    allowedSchemes: ["http", "https", "mailto"],
    transformTags: {
      a: (tagName, { href = "" }): sanitizeHtml.Tag => {
        const target = URL.parse(href, origin)?.href
        return { tagName, attribs: target ? { href: target } : {} }
      },
    },
  }).trim()
}

/** Null when one of them leads nowhere. */
function withWholeLinks(html: string): string | null {
  let whole = true
  const written = html.replace(/(?<=<a href=")[^"]*/g, href => {
    const target = URL.parse(href)?.href
    whole &&= target !== undefined
    return target ?? ""
  })
  return whole ? written : null
}

/** Its text alone, for a teaser: raw HTML was escaped, so the tags are those that the renderer made. */
export const textOfMarkdown = (text: string): string =>
  render(text)
    .replaceAll("</p>", " ")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .trim()

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

export const link = (href: string, text: string): string => `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`

export const paragraph = (html: string): string => `<p>${html}</p>`

/** Plain text as paragraphs: an empty line parts them, a single break stays one. */
export function htmlOfText(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map(part => part.trim())
    .filter(Boolean)
    .map(part => paragraph(htmlOfLine(part)))
    .join("")
}

/** Plain text inside a paragraph: addresses can be followed, breaks stay. */
export function htmlOfLine(text: string): string {
  let html = ""
  let at = 0
  for (const { index, lastIndex, url } of markdown.linkify.match(text) ?? []) {
    if (!/^https?:/i.test(url)) continue
    html += escapeHtml(text.slice(at, index)) + link(url, text.slice(index, lastIndex))
    at = lastIndex
  }
  return (html + escapeHtml(text.slice(at))).replaceAll("\n", "<br>")
}

/** Who made an image and what may be done with it; empty when nobody said. */
export function imageCredit({ credit, licence }: Image, label: string): string {
  const words = credit && licence ? `${credit} (${licence})` : credit || licence
  return words ? escapeHtml(label + words) : ""
}

/** The last line of every content: Misskey never shows `name`, so the link carries it. */
export const titleLink = (page: string, title: string): string => paragraph(link(page, plain(title) || page))

/** `{ content, contentMap }` in one language. */
export const inLanguage = (content: string, language: string) => ({ content, contentMap: { [language]: content } })
