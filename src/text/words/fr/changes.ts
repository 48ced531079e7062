import { capital } from "../../typography.ts"
import { facts } from "./facts.ts"
import { states } from "./states.ts"

const insteadOf = "au lieu de"
const insteadOfDay = "au lieu du"
const newDateSoon = "nouvelle date à venir"
const dateSoon = "La nouvelle date sera annoncée ici."
const takesPlace = "le rendez-vous a bien lieu"
const planned = (date: string) => `Date prévue : ${date}`
const onlineInstead = (subject: string) => `${subject} aura lieu ${facts.online}, à la même heure.`

/** The note on an event's page about the change of its state. */
export const change = {
  cancelled: `${states.cancelled}.`,
  planned: (date: string) => `${planned(date)}.`,
  postponed: `${states.postponed}.`,
  dateSoon,
  rescheduled: (date: string) => `${states.postponed} au ${date}.`,
  rescheduledSpan: (date: string) => `${states.postponed} : ${date}.`,
  insteadOf: `${capital(insteadOf)} :`,
  insteadOfDay: capital(insteadOfDay),
  online: `${states.online}.`,
  onlineText: onlineInstead("Ce rendez-vous"),
  full: `${states.full}.`,
  fullText: "Il n'y a plus de place.",
  announced: (day: string, hour: string) => `Annoncé le ${day} à ${hour}.`,
  /** in lists, after the old date */
  newDateSoon,
}

/** The history on an event's page. */
export const history = {
  title: "Historique",
  announced: "Rendez-vous annoncé.",
  archived: "Ajouté aux archives.",
  cancelled: `${states.cancelled}.`,
  postponed: `${states.postponed}, sans nouvelle date.`,
  rescheduled: "Nouvelle date.",
  rescheduledFrom: (before: string) => `${states.postponed} ; la date était : ${before}.`,
  "moved-online": "Passé en visioconférence.",
  full: `${states.full}.`,
  restored: `${states.restored} : ${takesPlace}.`,
  programme: "Programme publié.",
  reminder: `${states.reminder} envoyé.`,
  at: (day: string, hour: string) => `${day}, ${hour}`,
}

/** The post that tells followers of a change. No word agrees with the title's gender; the sender sets the last full stop. */
export const changePosts = {
  planned,
  newDate: (date: string) => `Nouvelle date : ${date}`,
  insteadOf: (hours: string) => `${insteadOf} ${hours}`,
  insteadOfDay: (day: string) => `${insteadOfDay} ${day}`,
  dateSoon,
  online: onlineInstead,
  full: (title: string) => `Il n'y a plus de place pour ${title}`,
  restored: (date: string) => `${capital(takesPlace)} : ${date}`,
  programme: (sessions: number) =>
    `Le programme est en ligne${sessions > 0 ? ` : ${sessions} séance${sessions > 1 ? "s" : ""}` : ""}`,
}

/** An event's date while it is postponed, or after it moved. */
export const oldDates = {
  previous: "Date précédente",
  postponedInFeed: (date: string) => `date à venir, ${insteadOf} : ${date}`,
  postponedInPost: (date: string) => `${newDateSoon}, ${insteadOfDay} ${date}`,
}
