/**
 * An instant between the years 1900 and 2200; PostgreSQL and JavaScript hold others, which no event has. A time without an
 * offset counts as UTC.
 */
export function dateOf(value: unknown): Date | null {
  if (typeof value !== "string" || value.length > 40 || !/^\d{4}-\d{2}-\d{2}/.test(value)) return null
  const date = new Date(/T.*(Z|[+-]\d{2}:?\d{2})$/i.test(value) || !value.includes("T") ? value : `${value}Z`)
  const year = date.getUTCFullYear()
  return year >= 1900 && year <= 2200 ? date : null
}
