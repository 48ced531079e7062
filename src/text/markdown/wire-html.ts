import type { Image } from "../../domain/image.ts"
import { escapeHtml, link, paragraph, paragraphsOf } from "../html.ts"
import { sanitiseForWire } from "../sanitise.ts"
import { createMarkdown } from "./markdown.ts"
import { plain } from "./plain-line.ts"

/** Tables, images and rules have no place in a post; headings become strong paragraphs. */
const markdown = createMarkdown({ guessLinks: false }).disable(["table", "strikethrough", "image"])
markdown.renderer.rules.heading_open = () => "<p><strong>"
markdown.renderer.rules.heading_close = () => "</strong></p>\n"
markdown.renderer.rules.hr = () => ""

/** A Markdown text, rendered once for both its forms: to render one takes 45 µs, to sanitise it 80 µs. */
export interface WireMarkdown {
  /** sanitised; links that begin at our root become absolute */
  html(origin: string): string
  /** the text alone, for a teaser: raw HTML was escaped, so that all tags are the renderer's */
  text(): string
}

export function wireMarkdown(source: string): WireMarkdown {
  const rendered = markdown.render(source)
  return {
    html: origin => sanitiseForWire(rendered, origin),
    text: () =>
      rendered
        .replaceAll("</p>", " ")
        .replace(/<[^>]*>/g, "")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&quot;", '"')
        .replaceAll("&amp;", "&")
        .trim(),
  }
}

export const wireHtml = (source: string, origin: string): string => wireMarkdown(source).html(origin)

/** Plain text as paragraphs: an empty line parts them, a single break stays one. */
export function htmlOfText(text: string): string {
  return paragraphsOf(text)
    .map(part => paragraph(htmlOfLine(part)))
    .join("")
}

/** Plain text inside a paragraph: addresses become links, breaks stay. */
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

/** The author and the licence of an image; empty without either. */
export function imageCredit({ credit, licence }: Image, label: string): string {
  const words = credit && licence ? `${credit} (${licence})` : credit || licence
  return words ? escapeHtml(label + words) : ""
}

/** The last line of every content: Misskey never shows `name`, so the link carries it. */
export const titleLink = (page: string, title: string): string => paragraph(link(page, plain(title) || page))

/** `{ content, contentMap }` in one language. */
export const inLanguage = (content: string, language: string) => ({ content, contentMap: { [language]: content } })
