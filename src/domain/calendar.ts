import type { Image } from "./image.ts"

/** The instance speaks for the server, the publisher is the organisation, a calendar is what people follow. */
export type ActorKind = "instance" | "publisher" | "calendar"

/** Anyone of ours with an address to follow. */
export interface Actor {
  id: string
  handle: string
  kind: ActorKind
  name: string
  /** plain text */
  summary: string
  /** BCP 47 */
  language: string
  icon: Image | null
  image: Image | null
  /** shown on the profile; `url` gets rel=me */
  links: { name: string; url: string }[]
  createdAt: Date
  updatedAt: Date
}

export type CalendarKind = "agenda" | "events" | "interviews"

/** A calendar is an actor, owned by a publisher. */
export interface Calendar extends Actor {
  kind: "calendar"
  calendarKind: CalendarKind
  timeZone: string
  publisherHandle: string
  publisherName: string
}

/** `Séance plénière : l'été` becomes `seance-pleniere-l-ete`. */
export function slugOf(text: string): string {
  const slug = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "")
  return slug || "rendez-vous"
}
