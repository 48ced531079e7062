export const welcome = {
  title: "Bienvenue",
  roles: {
    admin: "Ce lien donne les droits de tout faire ici : publier, créer des calendriers, gérer le site.",
    publisher: "Ce lien donne le droit de publier des rendez-vous et des entretiens.",
    validator: "Ce lien donne le droit de lire les brouillons.",
    author: "Ce lien donne le droit de lire les brouillons.",
  },
  what: "Le bouton crée votre compte et une clé. La clé s'affiche une seule fois. Le lien ne sert plus ensuite.",
  button: "Créer ma clé",
  keyTitle: "Votre clé",
  keyOnce: "Copiez-la maintenant : elle ne sera plus montrée. Gardez-la comme un mot de passe.",
  key: "Clé",
  tryTitle: "Publier un premier rendez-vous",
  tryCalendar: "Il faut d'abord un calendrier. Cette commande en crée un :",
  tryText:
    "Cette commande, à copier dans un terminal, publie un rendez-vous d'essai. Il se voit aussitôt sur le site, et les abonnés le reçoivent.",
  command: "Commande",
  commandCalendar: "Commande pour le calendrier",
  example: { title: "Un premier rendez-vous", summary: "Publié depuis un terminal.", calendar: "Agenda" },
  more: "Tout ce que la clé permet",
  goneTitle: "Ce lien ne sert plus",
  goneText:
    "Il a déjà servi, il a plus de sept jours, ou il n'a pas été copié en entier. La personne qui gère le serveur peut en faire un autre :",
}
