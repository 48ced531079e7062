/**
 * Plain text for `name` and `summary`. Mastodon puts both into HTML unescaped, so the two signs that could open a tag become
 * their look-alikes; line breaks and control characters become one space, and what turns the reading direction goes.
 */
export const plain = (text: string): string =>
  text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .trim()

/** Cut at a word within `limit` characters, the ellipsis included. */
export function shorten(text: string, limit: number): string {
  const signs = [...text]
  if (signs.length <= limit) return text
  const cut = signs.slice(0, limit - 1).join("")
  const word = cut.replace(/\s+\S*$/u, "")
  // a single long word is cut where it must be
  return `${(word.length > cut.length / 2 ? word : cut).replace(/[\s,;:·.–-]+$/u, "")}…`
}

/** A title of 3 to 200 characters, Mobilizon's bounds; a shorter one is followed by who says it. */
export function wireName(title: string, owner: string): string {
  const name = plain(title)
  const long = [...name].length >= 3 ? name : [name, plain(owner)].filter(Boolean).join(" · ")
  return shorten(long + ".".repeat(Math.max(0, 3 - [...long].length)), 200)
}
