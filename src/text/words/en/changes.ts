import { capital } from "../../typography.ts"
import type {
  change as frenchChange,
  changePosts as frenchChangePosts,
  history as frenchHistory,
  oldDates as frenchOldDates,
} from "../fr/changes.ts"
import { facts } from "./facts.ts"
import { states } from "./states.ts"

const insteadOf = "instead of"
const newDateSoon = "new date to come"
const dateSoon = "The new date will be announced here."
const planned = (date: string) => `Planned date: ${date}`

export const change: typeof frenchChange = {
  cancelled: `${states.cancelled}.`,
  planned: date => `${planned(date)}.`,
  postponed: `${states.postponed}.`,
  dateSoon,
  rescheduled: date => `${states.postponed} to ${date}.`,
  rescheduledSpan: date => `${states.postponed}: ${date}.`,
  insteadOf: `${capital(insteadOf)}:`,
  insteadOfDay: capital(insteadOf),
  online: `${states.online}.`,
  onlineText: "This event will take place by video conference, at the same time.",
  full: `${states.full}.`,
  fullText: "There are no places left.",
  announced: (day, hour) => `Announced on ${day} at ${hour}.`,
  newDateSoon,
}

export const history: typeof frenchHistory = {
  title: "History",
  announced: "Event announced.",
  archived: "Added to the archives.",
  cancelled: `${states.cancelled}.`,
  postponed: `${states.postponed}, without a new date.`,
  rescheduled: "New date.",
  rescheduledFrom: before => `${states.postponed}; the date was: ${before}.`,
  "moved-online": "Moved to a video conference.",
  full: `${states.full}.`,
  restored: `${states.restored}: the event takes place after all.`,
  programme: "Programme published.",
  reminder: `${states.reminder} sent.`,
  at: (day, hour) => `${day}, ${hour}`,
}

export const changePosts: typeof frenchChangePosts = {
  planned,
  newDate: date => `New date: ${date}`,
  insteadOf: hours => `${insteadOf} ${hours}`,
  insteadOfDay: day => `${insteadOf} ${day}`,
  dateSoon,
  online: title => `${title} will take place ${facts.online}, at the same time.`,
  full: title => `There is no place left for ${title}`,
  restored: date => `It takes place after all: ${date}`,
  programme: sessions =>
    `The programme is online${sessions > 0 ? `: ${sessions} session${sessions > 1 ? "s" : ""}` : ""}`,
}

export const oldDates: typeof frenchOldDates = {
  previous: "Previous date",
  postponedInFeed: date => `date to come, ${insteadOf}: ${date}`,
  postponedInPost: date => `new date to be announced, ${insteadOf} ${date}`,
}
