import MarkdownIt from "markdown-it"

const markdown = new MarkdownIt({ html: false, linkify: true })
const { escapeHtml } = markdown.utils
// an address is what begins with http; `M.Dupont` and `index.html` are not
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false })
// an image would make every reader ask another host for it: it becomes a link with its words
markdown.renderer.rules.image = (tokens, index) => {
  const { content, attrs } = tokens[index]!
  return link(String(attrs?.find(([key]) => key === "src")?.[1] ?? ""), content)
}

/**
 * Markdown as HTML. HTML in it is shown as text, and markdown-it makes no link of `javascript:` and the like, so that nothing
 * but its own elements comes out. Links that begin at our root become absolute.
 */
export const htmlOf = (source: string, origin: string): string =>
  markdown
    .render(source)
    .replaceAll('href="/', `href="${escapeHtml(origin)}/`)
    .trim()

export const escaped = (text: string): string => escapeHtml(text)

export const link = (address: string, text: string = address): string =>
  `<a href="${escapeHtml(address)}">${escapeHtml(text || address)}</a>`

export const paragraph = (html: string): string => `<p>${html}</p>`
