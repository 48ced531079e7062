import type { FieldParameters } from "../../../domain/field-problem.ts"
import type { FieldSentences } from "../error-sentences.ts"

const TYPES: Record<string, string> = {
  string: "un texte",
  number: "un nombre",
  int: "un nombre entier",
  boolean: "true ou false",
  array: "une liste",
  object: "un objet",
  date: "une date",
  null: "null",
  undefined: "rien",
}
const UNITS: Record<string, string> = { string: " caractères", array: " éléments", map: " éléments", set: " éléments" }

const FORMATS: Record<string, string> = {
  uuid: "un UUID",
  url: "une adresse",
  date: "une date telle que 2026-12-01",
  datetime: "un instant tel que 2026-12-01T18:30:00Z",
  email: "une adresse électronique",
}

const typeOf = (name: string): string => TYPES[name] ?? name

const bounded =
  (limit: string, strictly: string) =>
  ({ origin, bound, inclusive, exact }: FieldParameters["too-big"]): string => {
    const unit = UNITS[origin] ?? ""
    return `doit ${unit ? "avoir" : "être"} ${exact ? "exactement" : inclusive ? limit : strictly} ${bound}${unit}`
  }

export const fieldProblems: FieldSentences = {
  type: ({ expected, received }) => `doit être ${typeOf(expected)}, non ${typeOf(received)}`,
  option: ({ options }) => `doit être ${options.length === 1 ? "" : "l'une de ces valeurs : "}${options.join(", ")}`,
  "too-big": bounded("au plus", "moins de"),
  "too-small": bounded("au moins", "plus de"),
  format: ({ format, pattern }) =>
    pattern === undefined ? `doit être ${FORMATS[format] ?? format}` : `doit avoir la forme ${pattern}`,
  key: ({ origin }) => `a un nom qui ne peut pas être accepté (${origin})`,
  "not-acceptable": "ne peut pas être accepté",
  "unknown-field": "n'est pas un champ connu",
  "half-character": "ne doit pas contenir une moitié de caractère",
  empty: "ne doit pas être vide",
  "control-characters": "doit être une seule ligne, sans caractère de contrôle",
  "nul-character": "ne doit pas contenir de caractère NUL",
  "angle-brackets": "ne doit contenir ni < ni >",
  "title-too-short": "doit avoir au moins 3 caractères",
  "not-a-web-address": "doit être une adresse http ou https, sans espace ni mot de passe",
  "not-an-image-address": "doit finir par .jpg, .jpeg, .png, .webp, .avif ou .gif",
  "not-a-language": "doit être un code de langue tel que fr",
  "not-a-slug": "doit être fait de minuscules, de chiffres et de traits d'union isolés, 80 au plus",
  "not-a-handle": "doit être fait de 1 à 30 minuscules, chiffres ou tirets bas",
  "not-a-price":
    "doit être free: true ; ou un montant (au moins 0, deux décimales au plus) avec sa devise (ISO 4217, telle que EUR) ; ou des mots",
  "not-a-time-zone": "doit être un fuseau horaire de l'IANA tel que Europe/Paris",
  "not-a-country": "doit être deux majuscules telles que FR",
  "reserved-handle": "est celui du serveur",
  "one-coordinate": "la latitude et la longitude vont ensemble",
  "end-without-start": "demande un début",
  "place-and-places": "donnez place ou places, pas les deux",
  "not-a-length-in-days": "doit être un nombre de jours tel que P9D",
  "not-a-length": "doit être une durée telle que PT1H30M",
  "not-a-clock-time": "doit être une heure telle que 14:00",
  "not-a-number": "doit être un nombre",
  "page-size": ({ most }) => `doit être un nombre de 1 à ${most}`,
  "scopes-missing": ({ scopes }) => `doit nommer au moins un de ces droits : ${scopes.join(", ")}`,
  "not-in-the-future": "doit être dans l'avenir",

  "unknown-time-zone": ({ value }) => `« ${value} » n'est pas un fuseau horaire de l'IANA`,
  "not-a-date": ({ value }) => `« ${value} » n'est pas une date telle que 2026-12-01`,
  "not-a-local-time": ({ value }) => `« ${value} » n'est pas une heure locale telle que 2026-12-01T18:30`,
  "not-a-time-of-day": ({ value }) => `« ${value} » n'est pas une heure du jour`,
  "skipped-time": ({ value, timeZone }) => `${value} n'existe pas à ${timeZone} : les horloges y avancent d'une heure`,
  "end-before-start": ({ end, start }) => `${end} est avant le début, ${start}`,
  "date-unchanged": "est déjà sa date",

  "no-calendar": ({ handle }) => `il n'y a pas de calendrier « ${handle} »`,
  "no-event": ({ slug }) => `il n'y a pas de rendez-vous « ${slug} »`,
  "calendar-of-interviews": ({ handle }) => `« ${handle} » est une collection d'entretiens`,
  "calendar-of-events": ({ handle }) => `« ${handle} » n'est pas une collection d'entretiens`,
  "taken-by-event": ({ value }) => `« ${value} » est pris par un autre rendez-vous`,
  "taken-by-interview": ({ value }) => `« ${value} » est pris par un autre entretien`,
  taken: ({ value }) => `« ${value} » est pris`,
  "slug-missing": "est nécessaire pour reconnaître cette entrée une seconde fois",
  "slug-repeated-in-file": ({ slug, earlier }) => `« ${slug} » est déjà à ${earlier}`,
  "slug-repeated-in-programme": ({ slug }) => `« ${slug} » est deux fois dans ce programme`,

  "given-twice": "est donné deux fois",
  repeated: "est donné plusieurs fois",
  "not-a-cursor": "n'est pas une position de cette liste : suivez `next`, ou ne donnez rien",
  "last-day-before-first": ({ last, firstName, first }) => `${last} est avant ${firstName}, ${first}`,
  "last-day-too-old": ({ last, firstName }) => `${last} est passé depuis plus de 30 jours : donnez aussi ${firstName}`,
  "not-a-box": ({ value }) => `« ${value} » n'est pas ouest,sud,est,nord en degrés`,
  "not-degrees": ({ value }) => `« ${value} » n'est pas un nombre de degrés`,
  "south-of-north": "est au nord du nord",
  "unknown-profile": "doit être « full », ou absent",

  "not-a-source-address": "doit être une adresse http, https ou webcal",
  "address-with-credentials": "ne doit contenir ni nom ni mot de passe",
  "several-calendars": "montre plusieurs calendriers ensemble : donnez l'adresse de chacun",
  "unreadable-source": ({ cause }) => `ne peut pas être lu : ${cause}`,
}
