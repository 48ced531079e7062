/** The programme of an event: on its page, in what is sent. */
export const programme = {
  title: "Programme",
  agenda: "Ordre du jour",
  point: (n: number) => `Point ${n}`,
  view: "Affichage du programme",
  grid: "Grille",
  list: "Liste",
  choose: "Choisir une salle ou un format",
  listTitle: (event: string) => `Programme en liste, ${event}`,
  scroll: "Grille du programme, défilement horizontal",
  room: "Salle",
  format: "Format",
  allRooms: "Toutes",
  allFormats: "Tous",
  filter: "Filtrer",
  nothing: "Aucune séance ne répond à ce choix.",
  other: "Autres séances",
  /** below as many sessions as a post holds */
  more: (sessions: number) => `et ${sessions} autres séances`,
}
