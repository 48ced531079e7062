import type { Handler } from "hono"
import { absolute, paths } from "../../src/domain/paths.ts"
import { isHandle } from "../../src/domain/patterns.ts"
import { publicAnswer, publicProblem } from "../../src/http/public.ts"
import { countOutbox, readOutboxPage } from "../../src/store/outbox-pages.ts"
import type { InDialect } from "../remote/dialects.ts"
import { currentActivity } from "./activities.ts"
import { collection, collectionPage } from "./collection.ts"
import { mediaOf } from "./collections.ts"
import { missing } from "./missing.ts"
import type { Serving } from "./serving.ts"

/** Activities on a page, besides the upcoming events on the first one. */
const PAGE = 20
/** Upcoming events on the first page at most, 5 to 10 kB each; further ones are on later pages. */
const UPCOMING = 200

/** `1` is the first page, `b4711` the activities recorded before number 4711: new activities do not move the pages. */
const CURSOR = /^(?:1|b([0-9]{1,15}))$/

/** The public outbox. Its first page begins with every upcoming event; then come the other activities, the newest first. */
export const outbox =
  (serving: Serving, inDialect: InDialect): Handler =>
  async (c, next) => {
    const { db, origin, now } = serving
    const handle = c.req.param("handle") ?? ""
    if (!isHandle(handle)) return missing(c, next)
    const type = mediaOf(c)
    const id = absolute(origin, paths.outbox(handle))
    const at = (before: number | null) => `${id}?page=${before === null ? "1" : `b${before}`}`
    const page = c.req.query("page")
    if (page === undefined) {
      const total = await countOutbox(db, handle)
      if (total === null) return missing(c, next)
      return publicAnswer(c, collection({ id, type: "OrderedCollection", totalItems: total, first: at(null) }), {
        type,
      })
    }
    const cursor = CURSOR.exec(page)
    if (!cursor) return publicProblem(400, "page: must be 1 or what a page names as its next")
    const before = cursor[1] === undefined ? null : Number(cursor[1])
    const listed = await readOutboxPage(db, handle, { before, now: now(), size: PAGE, upcoming: UPCOMING })
    if (!listed) return missing(c, next)
    const members = [...listed.upcoming, ...listed.rest].map(async ({ repeatedBy, ...recorded }) => {
      const body = await currentActivity(serving, recorded)
      return repeatedBy ? inDialect(db, { body, variant: "gancio-instance", actorId: repeatedBy }) : body
    })
    const body = collectionPage({
      id: at(before),
      type: "OrderedCollection",
      partOf: id,
      next: listed.next === null ? undefined : at(listed.next),
      prev: before === null ? undefined : at(listed.previous),
      members: await Promise.all(members),
    })
    return publicAnswer(c, body, { type })
  }
