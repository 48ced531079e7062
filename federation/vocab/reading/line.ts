/** One line of plain text of at most `max` characters: without tags and control characters. Null when nothing is left. */
export function lineOf(value: unknown, max: number): string | null {
  if (typeof value !== "string") return null
  const text = value
    .slice(0, max * 20)
    .replace(/<[^>]*>/g, "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, " ")
    .trim()
  return [...text].slice(0, max).join("") || null
}
