import type { month as french } from "../fr/month.ts"
import { plural } from "./numbers.ts"

export const month: typeof french = {
  months: "Months",
  today: "Today",
  caption: n =>
    n === 0 ? "No event this month." : `${plural(n, "event shown", "events shown")}. Marked dates lead to the details.`,
  count: n => plural(n, "event", "events"),
  days: "Day by day",
  list: "See as a list",
}
