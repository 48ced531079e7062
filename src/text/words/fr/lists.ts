import { facts } from "./facts.ts"
import { inWords, plural } from "./numbers.ts"
import { states } from "./states.ts"

/** Lists of events and of calendars, on pages. */
export const lists = {
  next: (away: string) => `Prochain rendez-vous, ${away}`,
  now: "En ce moment",
  openAgenda: "Voir l'ordre du jour",
  openProgramme: "Voir le programme",
  openEvent: facts.openFromFeed,
  addToCalendar: "Ajouter à mon agenda",
  filters: { label: "Choisir une période", all: "Tout ce qui vient", week: "Cette semaine", online: states.online },
  following: (months: string) => `Rendez-vous suivants (${months})`,
  previous: "Rendez-vous précédents",
  upcoming: "À venir",
  upcomingPage: (page: number) => `À venir, page ${page}`,
  months: (first: string, last: string) => `${first} à ${last}`,
  empty: {
    title: "Rien de prévu pour l'instant",
    text: "Le prochain rendez-vous s'affichera ici. Suivez l'agenda ou regardez les archives.",
    follow: "Suivre",
    archives: "Archives",
  },
  calendars: "Les calendriers",
  interviewsAll: (n: number) => `Les ${inWords(n)} entretiens`,
  past: "Passé",
  documented: (n: number) => plural(n, "séance documentée", "séances documentées"),
  calendar: {
    kind: "Calendrier",
    past: { agenda: "Rendez-vous passés", events: "Éditions passées", interviews: "Entretiens" },
    about: "À propos de ce calendrier",
    address: "Adresse à suivre :",
    followers: (n: number) => plural(n, "abonné", "abonnés"),
    reuse: "Réutiliser",
    ics: "Agenda (.ics)",
    csv: "Tableau (.csv)",
    geojson: "Carte (.geojson)",
    umap: "voir sur uMap",
    atom: "Fil Atom",
    or: "ou",
    formats: "Tous les formats",
    archives: "Tout ce qui est passé",
  },
  collection: { kind: "Collection d'entretiens", count: (n: number) => plural(n, "entretien", "entretiens") },
  tag: {
    kind: "Mot-clé",
    list: "Mots-clés",
    past: "Déjà passés",
    interviews: "Entretiens",
    subscribe: "S'abonner à ce mot-clé",
  },
  actions: { sessions: "Revoir les séances" },
}
