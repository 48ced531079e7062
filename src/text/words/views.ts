import { frenchWords } from "../typography.ts"
import type { Tongue } from "./pages.ts"

const NUMBERS = ["zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"]
const many = (n: number, one: string, more: string): string => `${n.toLocaleString("fr-FR")} ${n < 2 ? one : more}`
const some = (n: number, one: string, more: string): string => `${n.toLocaleString("en-GB")} ${n === 1 ? one : more}`

/** The words of the map, the month, the search, places and organisers. */
const fr = {
  map: {
    title: "Carte",
    heading: "Où ça se passe",
    umap: "Ouvrir dans uMap",
    onDemand: "La carte s’affiche à la demande.",
    source: (host: string) => `Fond de carte © OpenStreetMap, chargé depuis ${host} (environ 150 ko).`,
    show: "Afficher la carte",
    noScript: "La carte demande JavaScript. La liste dit la même chose.",
    list: "Par lieu, du plus proche dans le temps",
    none: "Aucun lieu à venir pour l’instant.",
    online: (n: number) =>
      n === 1
        ? "Un rendez-vous a lieu seulement en ligne :"
        : `${many(n, "", "rendez-vous")} ont lieu seulement en ligne :`,
    thenDates: (title: string, n: number) =>
      `${title}, puis ${NUMBERS[n] ?? n} ${n < 2 ? "autre date" : "autres dates"}`,
    thenOthers: (title: string, n: number) => `${title}, puis ${many(n, "autre rendez-vous", "autres rendez-vous")}`,
    near: "Zoomer",
    far: "Dézoomer",
    close: "Fermer",
  },
  month: {
    months: "Mois",
    today: "Aujourd’hui",
    caption: (n: number) =>
      n === 0
        ? "Aucun rendez-vous ce mois-ci."
        : `${many(n, "rendez-vous affiché", "rendez-vous affichés")}. Les dates marquées mènent au détail.`,
    count: (n: number) => many(n, "rendez-vous", "rendez-vous"),
    days: "Jour par jour",
    list: "Voir en liste",
  },
  search: {
    title: "Recherche",
    titleFor: (q: string) => `Recherche : ${q}`,
    heading: "Archives et recherche",
    words: "Mots cherchés",
    since: "Depuis le",
    until: "Jusqu’au",
    place: "Lieu",
    allPlaces: "Tous",
    online: "En ligne",
    go: "Rechercher",
    years: "Années",
    allYears: "Toutes",
    found: (events: number, interviews: number, q: string) =>
      `${many(events, "rendez-vous", "rendez-vous")}${interviews > 0 ? ` et ${many(interviews, "entretien", "entretiens")}` : ""}${q && ` pour « ${q} »`}`,
    none: (q: string) =>
      q
        ? `Aucun rendez-vous pour « ${q} ». Essayez un mot de moins, ou toutes les années.`
        : "Aucun rendez-vous. Essayez toutes les années.",
    about: "Cette recherche",
    keep: "Garder cette recherche",
    keepText: "Abonnez-vous : les prochains rendez-vous qui y répondent arriveront dans votre agenda.",
    interviews: "Entretiens trouvés",
  },
  place: { kind: "Lieu", past: "Déjà passés", subscribe: "S’abonner à ce lieu" },
  organiser: { kind: "Organisation", past: "Déjà passés", subscribe: "S’abonner à cette organisation" },
}

export type ViewWords = typeof fr

const en: ViewWords = {
  map: {
    title: "Map",
    heading: "Where it happens",
    umap: "Open in uMap",
    onDemand: "The map is shown on request.",
    source: host => `Map background © OpenStreetMap, loaded from ${host} (about 150 kB).`,
    show: "Show the map",
    noScript: "The map needs JavaScript. The list says the same.",
    list: "By place, the soonest first",
    none: "No place is announced for now.",
    online: n => (n === 1 ? "One event takes place online only:" : `${some(n, "", "events")} take place online only:`),
    thenDates: (title, n) => `${title}, then ${some(n, "other date", "other dates")}`,
    thenOthers: (title, n) => `${title}, then ${some(n, "other event", "other events")}`,
    near: "Zoom in",
    far: "Zoom out",
    close: "Close",
  },
  month: {
    months: "Months",
    today: "Today",
    caption: n =>
      n === 0 ? "No event this month." : `${some(n, "event shown", "events shown")}. Marked dates lead to the details.`,
    count: n => some(n, "event", "events"),
    days: "Day by day",
    list: "See as a list",
  },
  search: {
    title: "Search",
    titleFor: q => `Search: ${q}`,
    heading: "Archives and search",
    words: "Words",
    since: "From",
    until: "Until",
    place: "Place",
    allPlaces: "All",
    online: "Online",
    go: "Search",
    years: "Years",
    allYears: "All",
    found: (events, interviews, q) =>
      `${some(events, "event", "events")}${interviews > 0 ? ` and ${some(interviews, "interview", "interviews")}` : ""}${q && ` for “${q}”`}`,
    none: q => (q ? `No event for “${q}”. Try one word less, or all years.` : "No event. Try all years."),
    about: "This search",
    keep: "Keep this search",
    keepText: "Subscribe: the next events that match will come into your calendar.",
    interviews: "Interviews found",
  },
  place: { kind: "Place", past: "Past", subscribe: "Subscribe to this place" },
  organiser: { kind: "Organisation", past: "Past", subscribe: "Subscribe to this organisation" },
}

export const VIEWS: Record<Tongue, ViewWords> = { fr: frenchWords(fr), en }
