/** The few words that stand in what we send, beside those of `domain/change` and `domain/dates`. */
const FRENCH = {
  when: "Date : ",
  where: "Lieu : ",
  wheres: "Lieux :",
  online: "en visioconférence",
  onlineName: "Visioconférence",
  onlineAt: "En ligne : ",
  organisers: "Avec : ",
  access: "Accès : ",
  image: "Image : ",
  noPlace: "Lieu à préciser",
  more: "Page de l'organisation : ",
  programme: "Programme",
  illustrative: "horaires indicatifs",
  sessions: (count: number) => `et ${count} autres séances`,
  noDate: (before: string) => `nouvelle date à venir, au lieu du ${before}`,
  calendarFile: "Agenda (iCalendar)",
  interviewWith: (names: string) => `Échange avec ${names}`,
  video: "Vidéo : ",
  videoName: "Vidéo",
  firstPublished: "Première publication : ",
}

const ENGLISH: typeof FRENCH = {
  when: "Date: ",
  where: "Place: ",
  wheres: "Places:",
  online: "online",
  onlineName: "Online",
  onlineAt: "Online: ",
  organisers: "With: ",
  access: "Access: ",
  image: "Image: ",
  noPlace: "Place to be announced",
  more: "Organiser's page: ",
  programme: "Programme",
  illustrative: "times are indicative",
  sessions: count => `and ${count} more sessions`,
  noDate: before => `new date to be announced, instead of ${before}`,
  calendarFile: "Calendar (iCalendar)",
  interviewWith: names => `Interview with ${names}`,
  video: "Video: ",
  videoName: "Video",
  firstPublished: "First published: ",
}

export type Words = typeof FRENCH

/** French for French, English for every other language. */
export const words = (language: string): Words => (language.toLowerCase().startsWith("fr") ? FRENCH : ENGLISH)
