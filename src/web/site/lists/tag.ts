import type { Context } from "hono"
import { paths } from "../../../domain/paths.ts"
import type { Db } from "../../../store/db.ts"
import { french } from "../../../text/typography.ts"
import type { WebEnv } from "../../components/visit.ts"
import { missing } from "../errors/missing.ts"
import { listing } from "./listing.ts"

/** Everything under one keyword. */
export const tag = (db: Db) => async (c: Context<WebEnv>) => {
  const { tag: words } = c.get("visit").words
  const tag = c.req.param("tag") ?? ""
  if (tag.length > 100 || /\p{Cc}/u.test(tag)) return missing(db)(c)
  return listing(c, db, {
    kind: words.kind,
    name: `#${french(tag)}`,
    path: paths.tagPage(tag),
    events: { tag },
    interviews: { tag },
    pastTitle: words.past,
    about: words.subscribe,
  })
}
