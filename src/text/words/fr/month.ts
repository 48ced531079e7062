import { plural } from "./numbers.ts"

export const month = {
  months: "Mois",
  today: "Aujourd'hui",
  caption: (n: number) =>
    n === 0
      ? "Aucun rendez-vous ce mois-ci."
      : `${plural(n, "rendez-vous affiché", "rendez-vous affichés")}. Les dates marquées mènent au détail.`,
  count: (n: number) => plural(n, "rendez-vous", "rendez-vous"),
  days: "Jour par jour",
  list: "Voir en liste",
}
