import sanitizeHtml from "sanitize-html"

/** Longer texts are no replies; the rest of them is not read. 30,000 characters made to be costly take 20 ms, 100,000 take 110. */
const MAX_HTML = 30_000

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: ["p", "br", "a", "strong", "b", "em", "i", "u", "del", "ul", "ol", "li", "blockquote", "code", "pre"],
  allowedAttributes: { a: ["href", "rel"] },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  nestingLimit: 20,
  transformTags: {
    // whoever writes here must not gain by the links, nor learn who follows them
    a: (tagName, { href }): sanitizeHtml.Tag => ({
      tagName,
      attribs: href ? { href, rel: "nofollow noopener noreferrer ugc" } : ({} as sanitizeHtml.Attributes),
    }),
  },
}

/** The one way in for HTML of others: a few tags without classes, styles, ids, images or scripts. */
export const sanitise = (html: string): string => sanitizeHtml(html.slice(0, MAX_HTML), OPTIONS).trim()

/** Text that claims to be no HTML (PeerTube's comments are Markdown), as HTML: what it holds of HTML is shown, not run. */
export const textAsHtml = (text: string): string =>
  text
    .slice(0, MAX_HTML)
    .split(/\n\s*\n/)
    .map(part => part.trim())
    .filter(Boolean)
    .map(
      part =>
        `<p>${part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\n", "<br>")}</p>`,
    )
    .join("")
