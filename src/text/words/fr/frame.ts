import { plural } from "./numbers.ts"

/** What surrounds every page, and the pages of errors. */
export const frame = {
  locale: "fr_FR",
  other: { code: "en", name: "English" },
  skip: "Aller au contenu",
  nav: {
    label: "Principale",
    home: "À venir",
    month: "Mois",
    map: "Carte",
    archives: "Archives",
    interviews: "Entretiens",
    search: "Rechercher",
  },
  foot: {
    label: "Pied de page",
    follow: "Suivre cet agenda",
    calendar: "Agenda (.ics)",
    openData: "Données ouvertes",
    licence: "Contenus sous",
    text: "Site servi par Beffroi, sans cookie ni mesure par un tiers.",
  },
  crumb: { label: "Fil d'Ariane", home: "Accueil" },
  copy: "Copier l'adresse",
  copied: "Copié.",
  colon: " : ",
  /** before a value */
  label: (name: string) => `${name} :`,
  followAside: "Suivre et contribuer",
  followCard: {
    title: "Ne rien manquer",
    text: "Un avis à chaque nouveau rendez-vous et à chaque changement.",
    other: "Autres façons de suivre",
  },
  related: "En lien",
  reactions: {
    replies: (n: number) => plural(n, "réponse", "réponses"),
    shares: (n: number) => plural(n, "partage", "partages"),
    likes: (n: number) => plural(n, "favori", "favoris"),
    where: (counts: string) => `${counts} sur Mastodon et les réseaux compatibles.`,
  },
  missing: {
    error: (status: number) => `Erreur ${status}`,
    title: "Aucune cloche à cette adresse",
    short: "Page introuvable",
    text: "La page demandée n'existe pas ou a changé de nom. Les rendez-vous, eux, ne disparaissent jamais : ils passent dans les archives.",
    home: "Voir ce qui vient",
    archives: "Chercher dans les archives",
    maybe: "Peut-être cherchiez-vous",
  },
  gone: {
    short: "Page retirée",
    event: (date: string) => `Ce rendez-vous a été retiré le ${date}.`,
    interview: (date: string) => `Cet entretien a été retiré le ${date}.`,
    text: "Sa page reste à cette adresse pour le dire.",
  },
  failure: {
    short: "Le site n'a pas pu répondre",
    title: "Le site n'a pas pu répondre.",
    text: (reference: string) => `Rien n'a été envoyé. Référence : ${reference}.`,
    away: "Sa base de données ne répond pas en ce moment. Rien n'a été envoyé, rien n'est perdu : rechargez la page dans une minute.",
    bad: "Demande impossible à lire",
  },
}
