import type { lists as french } from "../fr/lists.ts"
import { inWords, plural } from "./numbers.ts"
import { states } from "./states.ts"

/** Lists of events and of calendars, on pages. */
export const lists: typeof french = {
  next: away => `Next event, ${away}`,
  now: "Happening now",
  openAgenda: "See the agenda",
  openProgramme: "See the programme",
  openEvent: "See the event",
  addToCalendar: "Add to my calendar",
  filters: { label: "Choose a period", all: "All upcoming", week: "This week", online: states.online },
  following: months => `Following events (${months})`,
  previous: "Previous events",
  upcoming: "Upcoming",
  upcomingPage: page => `Upcoming, page ${page}`,
  months: (first, last) => `${first} to ${last}`,
  empty: {
    title: "Nothing planned for now",
    text: "The next event will be shown here. Follow the calendar or look at the archives.",
    follow: "Follow",
    archives: "Archives",
  },
  calendars: "Calendars",
  interviewsAll: n => `All ${inWords(n)} interviews`,
  past: "Past",
  documented: n => plural(n, "documented session", "documented sessions"),
  calendar: {
    kind: "Calendar",
    past: { agenda: "Past events", events: "Past editions", interviews: "Interviews" },
    about: "About this calendar",
    address: "Address to follow:",
    followers: n => plural(n, "follower", "followers"),
    reuse: "Reuse",
    ics: "Calendar (.ics)",
    csv: "Table (.csv)",
    geojson: "Map (.geojson)",
    umap: "see on uMap",
    atom: "Atom feed",
    or: "or",
    formats: "All formats",
    archives: "All past events",
  },
  collection: { kind: "Collection of interviews", count: n => plural(n, "interview", "interviews") },
  tag: {
    kind: "Keyword",
    list: "Keywords",
    past: "Already past",
    interviews: "Interviews",
    subscribe: "Subscribe to this keyword",
  },
  actions: { sessions: "See the sessions again" },
}
