import { plural } from "./numbers.ts"

const remaining = (followers: number): string => plural(followers, "abonné gardé", "abonnés gardés")

/** Another server that does not answer, in one line for those who run the site. */
export const failingHosts = {
  gone: (name: string, since: string) => `${name} a disparu : pas de réponse depuis le ${since}`,
  silent: (name: string, since: string) => `${name} ne répond pas depuis ${since}`,
  nothingSent: (followers: number) => `rien ne lui est envoyé, ${remaining(followers)}`,
  waiting: (deliveries: number, followers: number) =>
    `${plural(deliveries, "envoi en attente", "envois en attente")}, ${remaining(followers)}`,
  askedAgain: (day: string) => `interrogé à nouveau le ${day}`,
  triedAgain: (time: string) => `nouvel essai à ${time}`,
  last: (error: string) => `dernière erreur : ${error}`,
}
