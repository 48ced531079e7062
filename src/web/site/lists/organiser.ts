import type { Context } from "hono"
import { paths } from "../../../domain/paths.ts"
import type { Db } from "../../../store/db.ts"
import { typeset } from "../../../text/typography.ts"
import type { WebEnv } from "../../components/visit.ts"
import { missing } from "../errors/missing.ts"
import { listing } from "./listing.ts"

/** Everything that one organisation holds. */
export const organiser = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const organiser = c.req.param("name") ?? ""
  if (organiser.length > 150 || /\p{Cc}/u.test(organiser)) return missing(db)(c)
  const { organiser: words } = visit.words
  return listing(c, db, {
    kind: words.kind,
    name: typeset(organiser, visit.site.calendars[0]?.language ?? visit.language),
    path: paths.organiserPage(organiser),
    events: { organiser },
    pastTitle: words.past,
    about: words.subscribe,
  })
}
