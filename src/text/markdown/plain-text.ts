import MarkdownIt from "markdown-it"

/** Its tokens are read, nothing is rendered: addresses stay as they are written. */
const markdown = new MarkdownIt({ html: false })

type Token = ReturnType<typeof markdown.parse>[number]

/**
 * Markdown as a reader without markup shows it: paragraphs apart, `- ` or `1. ` before items, links as `text (address)`,
 * images as their alternative text.
 */
export function plainText(source: string): string {
  const lists: { next: number | null }[] = []
  let marker = ""
  let text = ""
  const add = (block: string) => {
    const between = text === "" ? "" : marker && /(^|\n)(- |\d+\. )[^\n]*$/.test(text) ? "\n" : "\n\n"
    text += between + marker + block
    marker = ""
  }
  for (const token of markdown.parse(source, {})) {
    if (token.type === "bullet_list_open") lists.push({ next: null })
    else if (token.type === "ordered_list_open") lists.push({ next: Number(token.attrGet("start") ?? 1) })
    else if (token.type.endsWith("_list_close")) lists.pop()
    else if (token.type === "list_item_open") {
      const list = lists.at(-1)!
      marker = list.next === null ? "- " : `${list.next++}. `
    } else if (token.type === "inline") add(inlineText(token.children ?? []))
    else if (token.type === "fence" || token.type === "code_block") add(token.content.trimEnd())
  }
  return text
}

function inlineText(tokens: Token[]): string {
  let text = ""
  const links: { address: string; from: number }[] = []
  for (const token of tokens) {
    if (token.type === "softbreak") text += " "
    else if (token.type === "hardbreak") text += "\n"
    else if (token.type === "link_open") links.push({ address: String(token.attrGet("href")), from: text.length })
    else if (token.type === "link_close") {
      const { address, from } = links.pop()!
      if (text.slice(from) !== address) text += ` (${address})`
    } else text += token.content
  }
  return text
}
