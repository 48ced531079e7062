import MarkdownIt from "markdown-it"
import { link } from "../html.ts"

/**
 * markdown-it as every dialect of the output sets it up: HTML is shown as text, and an image, which every reader would fetch from
 * another host, becomes a link with its alternative text.
 * @param guessLinks whether `www.example.org` and `name@example.org` become links; else only what begins with http does, so that
 * `M.Dupont` and `index.html` stay text
 */
export function createMarkdown({ guessLinks }: { guessLinks: boolean }) {
  const markdown = new MarkdownIt({ html: false, linkify: true })
  markdown.linkify.set({ fuzzyLink: guessLinks, fuzzyEmail: guessLinks })
  markdown.renderer.rules.image = (tokens, index) => {
    const { content, attrs } = tokens[index]!
    return link(String(attrs?.find(([key]) => key === "src")?.[1] ?? ""), content)
  }
  return markdown
}
