import type { Accessibility } from "../../../domain/accessibility.ts"

/** The facts of an event: on its page, in feeds and calendars, in what is sent. Labels have no colon: `label` sets it. */
export const facts = {
  label: "En pratique",
  when: "Quand",
  date: "Date",
  illustrative: "Horaires indicatifs : l'ordre des séances est connu, pas leurs heures.",
  timesIndicative: "horaires indicatifs",

  where: "Où",
  place: "Lieu",
  places: "Lieux",
  whereUnknown: "Lieu à préciser",
  map: "Voir sur la carte",
  mapOf: (place: string) => `${place} sur OpenStreetMap`,
  mapShort: "carte",

  remote: "À distance",
  /** after a date, in feeds and posts */
  online: "en visioconférence",
  /** the name of a link or of a place that must have one */
  videoConference: "Visioconférence",
  join: "Rejoindre la visioconférence",
  joinInCalendar: "Rejoindre en ligne",

  organisers: "Organisé par",
  organisersInFeed: "Organisation",
  with: "Avec",
  site: "Page de l'organisateur",
  siteInFeed: "Site",
  siteInPost: "Page de l'organisation",
  source: "Repris de",
  sourceInFeed: "Source",
  access: "Accès",
  accessUnknown: "Non renseigné par l'organisateur",

  price: "Tarif",
  free: "Gratuit",
  accessibility: "Accessibilité",
  provided: {
    wheelchair: "accès en fauteuil roulant",
    "hearing-loop": "boucle magnétique",
    "sign-language": "langue des signes",
    captions: "sous-titrage",
    "audio-description": "audiodescription",
    "quiet-room": "espace calme",
    companion: "accompagnant bienvenu",
  } satisfies Record<Accessibility, string> as Record<Accessibility, string>,

  image: "Image",
  video: "Vidéo",
  calendarFile: "Agenda (iCalendar)",
  openFromFeed: "Voir le rendez-vous",
}
