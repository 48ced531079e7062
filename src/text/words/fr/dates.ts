/** A time of day on a clock. */
export interface ClockTime {
  hour: number
  minute: number
}

const minutes = ({ minute }: ClockTime): string => String(minute).padStart(2, "0")

/** How a date is put together from what `Intl` writes of its parts. */
export const dates = {
  locale: "fr-FR",
  /** « 1er » is the only ordinal of French dates */
  day: (text: string) => text.replace(/(^|\s)1(?=\s\p{L}|$)/u, "$11er"),
  hour: (time: ClockTime) => (time.minute === 0 ? `${time.hour} h` : `${time.hour} h ${minutes(time)}`),
  hourShort: (time: ClockTime) => (time.minute === 0 ? `${time.hour}h` : `${time.hour}h${minutes(time)}`),
  twoDays: (first: string, last: string) => `${first} et ${last}`,
  span: (first: string, last: string) => `du ${first} au ${last}`,
  hours: (start: string, end: string) => `de ${start} à ${end}`,
  at: (start: string) => `à ${start}`,
  zone: (place: string) => `heure ${place}`,
  /** CLDR writes « heure : La Réunion » for one-city zones; these are ours, with their preposition */
  zones: {
    "Europe/Paris": "de Paris",
    "Indian/Reunion": "de La Réunion",
    "Indian/Mayotte": "de Mayotte",
    "America/Martinique": "de la Martinique",
    "America/Guadeloupe": "de la Guadeloupe",
    "America/Cayenne": "de la Guyane",
    "America/Miquelon": "de Saint-Pierre-et-Miquelon",
    "Pacific/Noumea": "de Nouvelle-Calédonie",
    "Pacific/Tahiti": "de Tahiti",
    "Pacific/Wallis": "de Wallis-et-Futuna",
    UTC: "universelle (UTC)",
  } as Record<string, string>,
}
