const LABELS = {
  fr: {
    previous: "Date précédente :",
    postponed: (date: string) => `date à venir, au lieu de : ${date}`,
    illustrative: "Horaires indicatifs.",
    organisers: "Organisation :",
    access: "Accès :",
    online: "En ligne :",
    programme: "Programme :",
    site: "Site :",
    speakers: "Avec :",
    exchange: "Échange avec",
    original: "Publication d'origine :",
    video: "Vidéo :",
    read: "Voir le rendez-vous",
    source: "Source :",
    separator: " :",
  },
  en: {
    previous: "Previous date:",
    postponed: (date: string) => `date to come, instead of: ${date}`,
    illustrative: "Times are indicative.",
    organisers: "Organised by:",
    access: "Access:",
    online: "Online:",
    programme: "Programme:",
    site: "Website:",
    speakers: "With:",
    exchange: "A conversation with",
    original: "First published:",
    video: "Video:",
    read: "Open the event",
    source: "Source:",
    separator: ":",
  },
} as const

/** The words around an event's facts, in its language. */
export const labelsOf = (language: string) => LABELS[language.toLowerCase().startsWith("fr") ? "fr" : "en"]
