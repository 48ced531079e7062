/** The pages of what partners announce. */
export const partners = {
  title: "Chez nos partenaires",
  lede: "Les organisations que nous suivons nous envoient leurs rendez-vous. Chacune reste responsable des siens.",
  none: "Nous ne suivons encore personne.",
  count: (n: number) => (n === 0 ? "Rien d'annoncé" : `${n.toLocaleString("fr-FR")} rendez-vous à venir`),
  kind: "Partenaire",
  source: (name: string, host: string) =>
    `Ces rendez-vous sont ceux de ${name}, qui nous les envoie depuis ${host}. Chaque titre mène à la page d'origine.`,
  site: "Voir son site",
  upcoming: "À venir",
  empty: "Rien d'annoncé pour l'instant.",
  about: "S'abonner à ce partenaire",
  reuse: "Réutiliser",
  ics: "Agenda (.ics)",
  feeds: ["Fil Atom", "RSS", "JSON"],
  or: "ou",
  rights: "Les textes sont de ce partenaire : notre licence ne les couvre pas.",
}
