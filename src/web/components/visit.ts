import { raw } from "hono/html"
import type { LanguagePrefix } from "../../domain/addresses/pages.ts"
import type { Calendar } from "../../domain/calendar.ts"
import type { Licence } from "../../domain/licence.ts"
import type { Tongue } from "../../text/tongue.ts"
import type { Dictionary } from "../../text/words/index.ts"
import type { Html } from "./html.ts"

/** What every page says of the site. */
export interface SiteProfile {
  name: string
  calendars: Calendar[]
  /** of all that is published here, once someone said it */
  licence: Licence | null
}

/** One request, as pages see it: who we are, when, in which language, at which address. */
export interface Visit {
  language: Tongue
  words: Dictionary
  /** `/fr` or `/en` when the address forces a language: links keep it */
  prefix: "" | LanguagePrefix
  /** without the prefix */
  path: string
  /** `?…` or empty */
  search: string
  origin: string
  now: Date
  site: SiteProfile
}

export interface WebEnv {
  Variables: { visit: Visit }
}

/** A path of ours in the language that the visitor chose by address. */
export const link = (visit: Visit, path: string): string =>
  visit.prefix && path === "/" ? visit.prefix : visit.prefix + path

/** The attribute for text whose language is not the page's: ` lang="en"`, or nothing. */
export const langOf = (visit: Visit, language: string): Html =>
  raw(language.toLowerCase().split("-")[0] === visit.language ? "" : ` lang="${language.replace(/[^\w-]/g, "")}"`)

export const interviewCalendars = (site: SiteProfile): Calendar[] =>
  site.calendars.filter(c => c.calendarKind === "interviews")
export const eventCalendars = (site: SiteProfile): Calendar[] =>
  site.calendars.filter(c => c.calendarKind !== "interviews")

/** The calendar of a site that has only one; null where a visitor has to choose. */
export const onlyCalendar = ({ calendars }: SiteProfile): Calendar | null =>
  calendars.length === 1 ? calendars[0]! : null
