import { FEED_FORMATS, PARTNER_FORMATS, paths, SESSION_FORMATS } from "../paths.ts"
import { address } from "./address.ts"
import { oneOf, slug } from "./parameters.ts"

const format = oneOf("format", FEED_FORMATS)

/** Feeds by what they select. `paths.feed` builds their addresses from those of the pages. */
export const FEEDS = {
  site: address`/tout.${format}`,
  calendar: paths.calendarPage.with`.${format}`,
  archive: paths.archive.with`.${format}`,
  search: paths.search.with`.${format}`,
  event: paths.eventPage.with`.${format}`,
  tag: paths.tagPage.with`.${format}`,
  place: paths.placePage.with`.${format}`,
  organiser: paths.organiserPage.with`.${format}`,
  partner: paths.partnerPage.with`.${oneOf("format", PARTNER_FORMATS)}`,
  session: paths.programmePage.with`/${slug("session")}.${oneOf("format", SESSION_FORMATS)}`,
}
