import { escapeHtml } from "../html.ts"
import { createMarkdown } from "./markdown.ts"

const markdown = createMarkdown({ guessLinks: false })

/**
 * Markdown as HTML for readers of feeds. HTML in it is shown as text, and markdown-it makes no link of `javascript:` and the like,
 * so that the output holds its own elements alone. Links that begin at our root become absolute.
 */
export const feedHtml = (source: string, origin: string): string =>
  markdown
    .render(source)
    .replaceAll('href="/', `href="${escapeHtml(origin)}/`)
    .trim()
