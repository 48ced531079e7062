import sanitizeHtml, { type IOptions, type Tag } from "sanitize-html"
import { escapeHtml, paragraph, paragraphsOf } from "./html.ts"

/** What every policy allows: the tags that all consumers of ActivityPub keep. */
const TAGS = ["p", "br", "a", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre"]
const SCHEMES = ["http", "https", "mailto"]

/** Longer texts are no replies; the rest of them is not read. 30,000 characters made to be costly take 20 ms, 100,000 take 110. */
const MAX_HTML = 30_000

const OTHERS: IOptions = {
  allowedTags: [...TAGS, "b", "i", "u", "del"],
  allowedAttributes: { a: ["href", "rel"] },
  allowedSchemes: SCHEMES,
  allowProtocolRelative: false,
  nestingLimit: 20,
  transformTags: {
    // the author must not gain rank by the links, nor learn who follows them
    a: (tagName, { href }): Tag => ({
      tagName,
      attribs: href ? { href, rel: "nofollow noopener noreferrer ugc" } : ({} as sanitizeHtml.Attributes),
    }),
  },
}

const PAGE: IOptions = {
  allowedTags: [...TAGS, "hr", "s", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"],
  allowedAttributes: { a: ["href", "title"], ol: ["start"], code: ["class"] },
  allowedClasses: { code: ["language-*"] },
  allowedSchemes: [...SCHEMES, "tel"],
  allowProtocolRelative: false,
}

/** HTML of others: a few tags without classes, styles, ids, images or scripts. */
export const sanitise = (html: string): string => sanitizeHtml(html.slice(0, MAX_HTML), OTHERS).trim()

/** Our own texts on our pages. */
export const sanitiseForPage = (html: string): string => sanitizeHtml(html, PAGE)

/** Our own texts in what is sent. @param origin relative links become absolute there; a link that leads nowhere loses its address */
export const sanitiseForWire = (html: string, origin: string): string =>
  sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: { a: ["href"] },
    allowedSchemes: SCHEMES,
    transformTags: {
      a: (tagName, { href = "" }): Tag => {
        const target = URL.parse(href, origin)?.href
        return { tagName, attribs: target ? { href: target } : {} }
      },
    },
  }).trim()

/** Text that is declared to be no HTML (PeerTube's comments are Markdown), as HTML: tags in it are shown as they are written. */
export const textAsHtml = (text: string): string =>
  paragraphsOf(text.slice(0, MAX_HTML))
    .map(part => paragraph(escapeHtml(part).replaceAll("\n", "<br>")))
    .join("")
