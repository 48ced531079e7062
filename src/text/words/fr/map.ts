import { inWordsFeminine, plural } from "./numbers.ts"

export const map = {
  title: "Carte",
  heading: "Où ça se passe",
  umap: "Ouvrir dans uMap",
  onDemand: "La carte s'affiche à la demande.",
  source: (host: string) => `Fond de carte © OpenStreetMap, chargé depuis ${host} (environ 150 ko).`,
  show: "Afficher la carte",
  noScript: "La carte demande JavaScript. La liste dit la même chose.",
  list: "Par lieu, du plus proche dans le temps",
  none: "Aucun lieu à venir pour l'instant.",
  online: (n: number) =>
    n === 1
      ? "Un rendez-vous a lieu seulement en ligne :"
      : `${plural(n, "", "rendez-vous")} ont lieu seulement en ligne :`,
  thenDates: (title: string, n: number) =>
    `${title}, puis ${inWordsFeminine(n)} ${n < 2 ? "autre date" : "autres dates"}`,
  thenOthers: (title: string, n: number) => `${title}, puis ${plural(n, "autre rendez-vous", "autres rendez-vous")}`,
  near: "Zoomer",
  far: "Dézoomer",
  close: "Fermer",
}
