import type { map as french } from "../fr/map.ts"
import { plural } from "./numbers.ts"

export const map: typeof french = {
  title: "Map",
  heading: "Where it happens",
  umap: "Open in uMap",
  onDemand: "The map is shown on request.",
  source: host => `Map background © OpenStreetMap, loaded from ${host} (about 150 kB).`,
  show: "Show the map",
  noScript: "The map needs JavaScript. The list says the same.",
  list: "By place, the soonest first",
  none: "No place is announced for now.",
  online: n => (n === 1 ? "One event takes place online only:" : `${plural(n, "", "events")} take place online only:`),
  thenDates: (title, n) => `${title}, then ${plural(n, "other date", "other dates")}`,
  thenOthers: (title, n) => `${title}, then ${plural(n, "other event", "other events")}`,
  near: "Zoom in",
  far: "Zoom out",
  close: "Close",
}
