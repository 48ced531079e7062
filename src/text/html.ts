/** HTML that we write ourselves, piece by piece. */

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

/** @param text the address itself where there is none */
export const link = (address: string, text: string = address): string =>
  `<a href="${escapeHtml(address)}">${escapeHtml(text || address)}</a>`

/** @param html of what stands in it */
export const paragraph = (html: string): string => `<p>${html}</p>`

/** The paragraphs of a plain text, which empty lines part. */
export const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map(part => part.trim())
    .filter(Boolean)
