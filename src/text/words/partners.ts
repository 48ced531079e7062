import { frenchWords } from "../typography.ts"
import type { Tongue } from "./pages.ts"

/** The pages of what partners send. */
const fr = {
  title: "Chez nos partenaires",
  lede: "Les organisations que nous suivons nous envoient leurs rendez-vous. Chacune reste responsable des siens.",
  none: "Nous ne suivons encore personne.",
  count: (n: number) => (n === 0 ? "Rien d’annoncé" : `${n.toLocaleString("fr-FR")} rendez-vous à venir`),
  kind: "Partenaire",
  source: (name: string, host: string) =>
    `Ces rendez-vous sont ceux de ${name}, qui nous les envoie depuis ${host}. Chaque titre mène à la page d’origine.`,
  site: "Voir son site",
  upcoming: "À venir",
  empty: "Rien d’annoncé pour l’instant.",
  about: "S’abonner à ce partenaire",
  reuse: "Réutiliser",
  ics: "Agenda (.ics)",
  feeds: ["Fil Atom", "RSS", "JSON"],
  or: "ou",
  rights: "Les textes sont de ce partenaire : notre licence ne les couvre pas.",
}

export type PartnerWords = typeof fr

const en: PartnerWords = {
  title: "From our partners",
  lede: "The organisations that we follow send us their events. Each answers for its own.",
  none: "We do not follow anyone yet.",
  count: n =>
    n === 0 ? "Nothing announced" : n === 1 ? "1 event to come" : `${n.toLocaleString("en-GB")} events to come`,
  kind: "Partner",
  source: (name, host) =>
    `These events are those of ${name}, which sends them to us from ${host}. Each title leads to the original page.`,
  site: "Open its site",
  upcoming: "Upcoming",
  empty: "Nothing announced for now.",
  about: "Subscribe to this partner",
  reuse: "Re-use",
  ics: "Calendar (.ics)",
  feeds: ["Atom feed", "RSS", "JSON"],
  or: "or",
  rights: "The texts belong to this partner: our licence does not cover them.",
}

export const PARTNERS: Record<Tongue, PartnerWords> = { fr: frenchWords(fr), en }
