import { facts } from "./facts.ts"
import { plural } from "./numbers.ts"
import { states } from "./states.ts"

const noneFor = (q: string) => `Aucun rendez-vous pour « ${q} ». Essayez un mot de moins, ou toutes les années.`

const form = { words: "Mots cherchés", place: facts.place, allPlaces: "Tous", years: "Années", allYears: "Toutes" }

export const archives = {
  ...form,
  title: "Archives",
  calendar: "Calendrier",
  allCalendars: "Tous",
  search: "Filtrer",
  count: (n: number) => plural(n, "rendez-vous passé", "rendez-vous passés"),
  countFor: (n: number, q: string) => `${plural(n, "rendez-vous passé", "rendez-vous passés")} pour « ${q} »`,
  none: "Aucun rendez-vous passé.",
  noneFor,
  older: "Plus anciens",
  newer: "Plus récents",
  paging: "Pages",
}

export const search = {
  ...form,
  title: "Recherche",
  titleFor: (q: string) => `Recherche : ${q}`,
  heading: "Archives et recherche",
  since: "Depuis le",
  until: "Jusqu'au",
  online: states.online,
  go: "Rechercher",
  results: (events: number, interviews: number, q: string) =>
    [
      plural(events, "rendez-vous", "rendez-vous"),
      interviews > 0 && ` et ${plural(interviews, "entretien", "entretiens")}`,
      q && ` pour « ${q} »`,
    ]
      .filter(Boolean)
      .join(""),
  none: (q: string) => (q ? noneFor(q) : "Aucun rendez-vous. Essayez toutes les années."),
  about: "Cette recherche",
  keep: "Garder cette recherche",
  keepText: "Abonnez-vous : les prochains rendez-vous qui y répondent arriveront dans votre agenda.",
  interviews: "Entretiens trouvés",
}

/** The page of a place. */
export const place = { kind: facts.place, past: "Déjà passés", subscribe: "S'abonner à ce lieu" }

/** The page of an organisation. */
export const organiser = { kind: "Organisation", past: "Déjà passés", subscribe: "S'abonner à cette organisation" }
