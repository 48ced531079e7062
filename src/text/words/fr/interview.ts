const exchange = "Échange avec"
const original = "Publication d'origine"

/** Interviews: on their pages, in feeds, in what is sent. */
export const interview = {
  exchange,
  exchangeInPost: (names: string) => `${exchange} ${names}`,
  position: (n: number, total: number) => `Entretien ${n} sur ${total}`,
  around: "Autour de cet entretien",
  with: "Publié avec",
  original,
  originalInFeed: original,
  originalInPost: "Première publication",
  follow: "Suivre la collection",
  collection: "Dans la collection",
  event: "Le rendez-vous",
  video: "Vidéo de l'entretien",
  hosted: (host: string) => `Elle est hébergée par un autre site (${host}). Rien n'est chargé avant votre accord.`,
  elsewhere: (host: string) => `Elle est hébergée par un autre site (${host}).`,
  play: "Lire la vidéo",
  noText: "Le texte de cet entretien n'est pas publié ici.",
  readThere: (name: string) => `Lire l'entretien : ${name}`,
}
