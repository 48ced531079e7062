import type { Dictionary } from "../fr/index.ts"
import { change, changePosts, history, oldDates } from "./changes.ts"
import { dates } from "./dates.ts"
import { facts } from "./facts.ts"
import { failingHosts } from "./failing-hosts.ts"
import { follow } from "./follow.ts"
import { frame } from "./frame.ts"
import { interview } from "./interview.ts"
import { lists } from "./lists.ts"
import { map } from "./map.ts"
import { moments } from "./moments.ts"
import { month } from "./month.ts"
import { openData } from "./open-data.ts"
import { partners } from "./partners.ts"
import { programme } from "./programme.ts"
import { archives, organiser, place, search } from "./search.ts"
import { states } from "./states.ts"
import { welcome } from "./welcome.ts"

/** Every word in English that is not content, in plain form. */
export const english: Dictionary = {
  ...frame,
  ...lists,
  ...moments,
  archives,
  change,
  changePosts,
  dates,
  facts,
  failingHosts,
  follow,
  history,
  interview,
  map,
  month,
  oldDates,
  openData,
  organiser,
  partners,
  place,
  programme,
  search,
  states,
  welcome,
}
