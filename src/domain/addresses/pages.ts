import { address } from "./address.ts"
import { handle, slug, text } from "./parameters.ts"

const eventPage = address`/e/${slug("slug")}`
const interviewPage = address`/i/${slug("slug")}`
const partners = address`/partenaires`
const months = address`/mois`

/** Before the address of a page they force its language; without one the browser's is used. */
export const LANGUAGE_PREFIXES = ["/fr", "/en"] as const
export type LanguagePrefix = (typeof LANGUAGE_PREFIXES)[number]

/** Pages for people. */
export const PAGES = {
  home: address`/`,
  calendarPage: address`/@${handle("handle")}`,
  eventPage,
  eventImage: eventPage.with`/image`,
  programmePage: eventPage.with`/programme`,
  interviewPage,
  interviewPortrait: interviewPage.with`/portrait`,
  tagPage: address`/tags/${text("tag")}`,
  placePage: address`/lieux/${slug("slug")}`,
  organiserPage: address`/organisateurs/${text("name")}`,
  /** the organisations whose events come here */
  partners,
  /** `theatre@partner.example`, or the host alone */
  partnerPage: partners.with`/${text("address", encodeURI)}`,
  search: address`/recherche`,
  map: address`/carte`,
  /** the current one */
  months,
  /** `2026-12` */
  month: months.with`/${text("month")}`,
  archive: address`/archives`,
  /** where an invitation is used */
  welcomePage: address`/bienvenue`,
  followPage: address`/suivre`,
  /** what each format holds, field by field */
  openData: address`/donnees-ouvertes`,
}
