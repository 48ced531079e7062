import { sanitiseForPage } from "../sanitise.ts"
import { typeset } from "../typography.ts"
import { createMarkdown } from "./markdown.ts"

const markdown = createMarkdown({ guessLinks: true })

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

/**
 * A description in Markdown as sanitised HTML for a page. HTML in it is shown as text.
 * @param top level of its highest heading
 */
export const pageHtml = (text: string, language: string, top: 2 | 3): string =>
  sanitiseForPage(markdown.render(text, { language, top } satisfies Surroundings))
