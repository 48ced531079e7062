/** A surrogate without its other half, as JSON writes it: texts of others are cut in the middle of a sign. */
const HALF_SIGN = /(?<=(?:^|[^\\])(?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g

/** JSON as PostgreSQL takes it into jsonb: half signs, which it refuses, become U+FFFD. NULs were refused on their way in. */
export function jsonb(value: unknown): string {
  const text = JSON.stringify(value)
  return text.includes("\\ud") ? text.replace(HALF_SIGN, "\ufffd") : text
}
