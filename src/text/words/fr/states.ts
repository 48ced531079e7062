/** The states of an event, and what else stands first in the title of a post: `Annulé` on pages, `ANNULÉ` in what is sent. */
export const states = {
  cancelled: "Annulé",
  postponed: "Reporté",
  online: "En ligne",
  full: "Complet",
  restored: "Rétabli",
  reminder: "Rappel",
}
