import type { CalendarKind } from "../../domain/calendar.ts"

/** RFC 7986 wants a name of CSS, Apple's calendar a number; the numbers are the site's own colours. */
export const COLOURS: Record<CalendarKind, { name: string; hex: string }> = {
  agenda: { name: "teal", hex: "#0b5b53" },
  events: { name: "goldenrod", hex: "#ffc338" },
  interviews: { name: "steelblue", hex: "#274a70" },
}
