import type { facts as french } from "../fr/facts.ts"

export const facts: typeof french = {
  label: "Practical information",
  when: "When",
  date: "Date",
  illustrative: "Times are indicative: the order of the sessions is known, not their hours.",
  timesIndicative: "times are indicative",

  where: "Where",
  place: "Place",
  places: "Places",
  whereUnknown: "Place to be announced",
  map: "See on the map",
  mapOf: place => `${place} on OpenStreetMap`,
  mapShort: "map",

  remote: "Remotely",
  online: "online",
  videoConference: "Online",
  join: "Join the video conference",
  joinInCalendar: "Join online",

  organisers: "Organised by",
  organisersInFeed: "Organised by",
  with: "With",
  site: "The organiser's page",
  siteInFeed: "Website",
  siteInPost: "Organiser's page",
  source: "Taken from",
  sourceInFeed: "Source",
  access: "Access",
  accessUnknown: "Not given by the organiser",

  price: "Price",
  free: "Free",
  accessibility: "Accessibility",
  provided: {
    wheelchair: "wheelchair access",
    "hearing-loop": "hearing loop",
    "sign-language": "sign language",
    captions: "captions",
    "audio-description": "audio description",
    "quiet-room": "quiet room",
    companion: "companion welcome",
  },

  image: "Image",
  video: "Video",
  calendarFile: "Calendar (iCalendar)",
  openFromFeed: "Open the event",
}
