import type { Accessibility } from "../../domain/accessibility.ts"

/** The facts of an event that every output shows as a name and a value. */
const FRENCH = {
  separator: " :",
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
}

const ENGLISH: typeof FRENCH = {
  separator: ":",
  price: "Price",
  free: "Free",
  accessibility: "Accessibility",
  provided: {
    wheelchair: "wheelchair access",
    "hearing-loop": "hearing loop",
    "sign-language": "sign language",
    captions: "captions",
    "audio-description": "audio description",
    "quiet-room": "quiet room",
    companion: "companion welcome",
  },
}

export const FACT_WORDS = [FRENCH, ENGLISH]

/** French for French, English for every other language. */
export const factWords = (language: string) => (language.toLowerCase().startsWith("fr") ? FRENCH : ENGLISH)
