import type { programme as french } from "../fr/programme.ts"

export const programme: typeof french = {
  title: "Programme",
  agenda: "Agenda",
  point: n => `Item ${n}`,
  view: "How to show the programme",
  grid: "Grid",
  list: "List",
  choose: "Choose a room or a format",
  listTitle: event => `Programme as a list, ${event}`,
  scroll: "Programme grid, scrolls sideways",
  room: "Room",
  format: "Format",
  allRooms: "All",
  allFormats: "All",
  filter: "Filter",
  nothing: "No session matches this choice.",
  other: "Other sessions",
  more: sessions => `and ${sessions} more sessions`,
}
