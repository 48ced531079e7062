import type {
  archives as frenchArchives,
  organiser as frenchOrganiser,
  place as frenchPlace,
  search as frenchSearch,
} from "../fr/search.ts"
import { facts } from "./facts.ts"
import { plural } from "./numbers.ts"
import { states } from "./states.ts"

const form = { place: facts.place, allPlaces: "All", years: "Years", allYears: "All" }

export const archives: typeof frenchArchives = {
  ...form,
  title: "Archives",
  words: "Words to look for",
  calendar: "Calendar",
  allCalendars: "All",
  search: "Filter",
  count: n => plural(n, "past event", "past events"),
  countFor: (n, q) => `${plural(n, "past event", "past events")} for “${q}”`,
  none: "No past event.",
  noneFor: q => `No event for “${q}”. Try one word fewer, or all years.`,
  older: "Older",
  newer: "Newer",
  paging: "Pages",
}

export const search: typeof frenchSearch = {
  ...form,
  title: "Search",
  titleFor: q => `Search: ${q}`,
  heading: "Archives and search",
  words: "Words",
  since: "From",
  until: "Until",
  online: states.online,
  go: "Search",
  results: (events, interviews, q) =>
    [
      plural(events, "event", "events"),
      interviews > 0 && ` and ${plural(interviews, "interview", "interviews")}`,
      q && ` for “${q}”`,
    ]
      .filter(Boolean)
      .join(""),
  none: q => (q ? `No event for “${q}”. Try one word less, or all years.` : "No event. Try all years."),
  about: "This search",
  keep: "Keep this search",
  keepText: "Subscribe: the next events that match will come into your calendar.",
  interviews: "Interviews found",
}

export const place: typeof frenchPlace = { kind: facts.place, past: "Past", subscribe: "Subscribe to this place" }

export const organiser: typeof frenchOrganiser = {
  kind: "Organisation",
  past: "Past",
  subscribe: "Subscribe to this organisation",
}
