import { raw } from "hono/html"
import MarkdownIt from "markdown-it"
import sanitizeHtml from "sanitize-html"
import type { Html } from "../../web/components/html.ts"
import { typeset } from "../typography.ts"

const markdown = new MarkdownIt({ html: false, linkify: true })

// an image would be fetched from another host by every reader: it becomes a link with its words
markdown.renderer.rules.image = (tokens, index) => {
  const { content, attrs } = tokens[index]!
  const source = attrs?.find(([key]) => key === "src")?.[1] ?? ""
  const { escapeHtml } = markdown.utils
  return `<a href="${escapeHtml(String(source))}">${escapeHtml(content || String(source))}</a>`
}

interface Surroundings {
  language: string
  top: number
}

/** Headings start below the page's own and skip no level, whatever was typed. */
markdown.core.ruler.push("headings", state => {
  const { top } = state.env as unknown as Surroundings
  const levels = [
    ...new Set(state.tokens.filter(token => token.type === "heading_open").map(token => token.tag)),
  ].sort()
  let before = top - 1
  for (const token of state.tokens) {
    if (token.type !== "heading_open" && token.type !== "heading_close") continue
    const level = Math.min(top + levels.indexOf(token.tag), before + (token.type === "heading_open" ? 1 : 0), 6)
    token.tag = `h${level}`
    before = level
  }
})

markdown.core.ruler.push("typography", state => {
  for (const block of state.tokens) {
    for (const token of block.children ?? [])
      if (token.type === "text") token.content = typeset(token.content, (state.env as unknown as Surroundings).language)
  }
})

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: "p br hr a strong em s ul ol li blockquote code pre h2 h3 h4 h5 h6 table thead tbody tr th td".split(
    " ",
  ),
  allowedAttributes: { a: ["href", "title"], ol: ["start"], code: ["class"] },
  allowedClasses: { code: ["language-*"] },
  allowedSchemes: ["http", "https", "mailto", "tel"],
  allowProtocolRelative: false,
}

/**
 * A description, written in Markdown. HTML in it is shown as text; what is left after rendering goes through the
 * sanitiser all the same.
 * @param top level of its highest heading
 */
export const rendered = (text: string, language: string, top: 2 | 3): Html =>
  raw(sanitizeHtml(markdown.render(text, { language, top } satisfies Surroundings), ALLOWED))
