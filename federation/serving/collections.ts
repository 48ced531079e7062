import type { Context, Handler, Next } from "hono"
import { absolute, INSTANCE_HANDLE, paths } from "../../src/domain/paths.ts"
import { isHandle } from "../../src/domain/patterns.ts"
import { ACTIVITY_JSON, LD_JSON, negotiate } from "../../src/http/negotiation.ts"
import { publicAnswer, publicProblem } from "../../src/http/public.ts"
import {
  actorId,
  readCounts,
  readPartners,
  readReplyIds,
  type Stretch,
  type StretchWindow,
} from "../../src/store/collections.ts"
import { countFollowers } from "../../src/store/followers.ts"
import { readTags, readUpcoming, readUpcomingPaths } from "../../src/store/public/collections.ts"
import { readContext } from "../../src/store/public/context.ts"
import { CONTEXT } from "../vocab/writing/context.ts"
import { hashtags } from "../vocab/writing/tag.ts"
import { type CollectionHead, collection, collectionPage } from "./collection.ts"
import { missing } from "./missing.ts"
import type { Serving } from "./serving.ts"

/** Items on a page: ids, or events of 4 kB. */
const PAGE = 20
/** Misskey fetches every featured post, Mastodon shows five. */
const FEATURED = 20
/** As many as Mastodon shows. */
const TAGS = 10

const FIRST: StretchWindow = { offset: 0, limit: 1 }

/** The media type of a collection; a browser gets JSON as well, because collections have no page. */
export const mediaOf = (c: Context): string =>
  negotiate(c.req.header("Accept")).media === LD_JSON ? LD_JSON : ACTIVITY_JSON

type OfActor = (c: Context, actor: { id: string; handle: string }) => Promise<Response>

const ofActor =
  ({ db }: Serving, respond: OfActor): Handler =>
  async (c, next) => {
    const handle = c.req.param("handle") ?? ""
    const id = isHandle(handle) ? await actorId(db, handle) : null
    return id === null ? missing(c, next) : respond(c, { id, handle })
  }

/** The number of followers without their names, as Mastodon answers for people who hide them. */
export const followers = (serving: Serving): Handler =>
  ofActor(serving, async (c, { id, handle }) => {
    const totalItems = await countFollowers(serving.db, id)
    return whole(c, { id: absolute(serving.origin, paths.followers(handle)), type: "OrderedCollection", totalItems })
  })

/** The partners that an actor follows: an editorial choice, which the pages show as well. */
export const following = (serving: Serving): Handler =>
  ofActor(serving, (c, { id, handle }) =>
    paged(c, absolute(serving.origin, paths.following(handle)), "OrderedCollection", window =>
      readPartners(serving.db, id, window).then(texts),
    ),
  )

/** FEP-8a8e: the upcoming Events themselves, soonest first: of a publisher those of its calendars, of the instance all. */
export const upcoming = (serving: Serving): Handler =>
  ofActor(serving, (c, { id, handle }) =>
    paged(c, absolute(serving.origin, paths.upcoming(handle)), "OrderedCollection", window =>
      readUpcoming(serving.db, handle === INSTANCE_HANDLE ? null : id, serving.now(), window),
    ),
  )

/** A calendar's next events by id, without pages: Misskey does not read `first`, and Mastodon accepts only an actor's own objects. */
export const featured = (serving: Serving): Handler =>
  ofActor(serving, async (c, { id, handle }) => {
    const { db, origin } = serving
    const { items } = await readUpcomingPaths(db, id, serving.now(), { offset: 0, limit: FEATURED })
    const members = items.map(path => JSON.stringify(absolute(origin, path)))
    const head = { id: absolute(origin, paths.featured(handle)), type: "OrderedCollection" as const }
    return whole(c, { ...head, totalItems: members.length, members })
  })

export const featuredTags = (serving: Serving): Handler =>
  ofActor(serving, async (c, { id, handle }) => {
    const { items } = await readTags(serving.db, id, TAGS)
    const members = hashtags(serving.origin, items).map(tag => JSON.stringify(tag))
    const head = { id: absolute(serving.origin, paths.featuredTags(handle)), type: "Collection" as const }
    return whole(c, { ...head, totalItems: members.length, members, context: CONTEXT })
  })

/** The number of likes or shares, without the actors. */
export const reactions = (serving: Serving, kind: "likes" | "shares"): Handler =>
  ofObject(serving, async (c, object, counts) => {
    const id = absolute(serving.origin, paths[kind](object))
    return whole(c, { id, type: "Collection", totalItems: counts[kind] })
  })

/** The ids of public replies, which their own servers serve. */
export const replies = (serving: Serving): Handler =>
  ofObject(serving, (c, object) =>
    paged(c, absolute(serving.origin, paths.replies(object)), "Collection", window =>
      readReplyIds(serving.db, object, window).then(texts),
    ),
  )

/** FEP-7888: the objects of a context, oldest first. */
export const context =
  (serving: Serving): Handler =>
  async (c, next) => {
    const uuid = c.req.param("id") ?? ""
    const { db, origin } = serving
    const first = await readContext(db, uuid, FIRST)
    if (!first) return missing(c, next)
    const attributedTo = absolute(origin, paths.actor(first.handle))
    const id = absolute(origin, paths.context(uuid))
    const read = async (window: StretchWindow): Promise<Stretch> => {
      const { total, items } = (await readContext(db, uuid, window)) ?? { total: 0, items: [] }
      return texts({ total, items: items.map(({ path, id }) => (path === null ? id! : absolute(origin, path))) })
    }
    return paged(c, id, "OrderedCollection", read, { attributedTo })
  }

type OfObject = (c: Context, path: string, counts: { likes: number; shares: number }) => Promise<Response>

const ofObject =
  ({ db }: Serving, respond: OfObject): Handler =>
  async (c: Context, next: Next) => {
    const path = c.req.path.slice(0, c.req.path.lastIndexOf("/"))
    const counts = await readCounts(db, path)
    if (!counts) return missing(c, next)
    return counts.gone ? publicProblem(410, "what this belonged to was deleted") : respond(c, path, counts)
  }

const texts = ({ total, items }: Stretch): Stretch => ({ total, items: items.map(item => JSON.stringify(item)) })

const whole = (c: Context, head: CollectionHead): Response => publicAnswer(c, collection(head), { type: mediaOf(c) })

/** A collection, or with `?page=2` its second page. `read` gives members as JSON texts. */
async function paged(
  c: Context,
  id: string,
  type: CollectionHead["type"],
  read: (window: StretchWindow) => Promise<Stretch>,
  more: { attributedTo?: string } = {},
): Promise<Response> {
  const at = (page: number) => `${id}?page=${page}`
  const asked = c.req.query("page")
  if (asked === undefined) {
    const { total } = await read(FIRST)
    return whole(c, { id, type, totalItems: total, first: at(1), ...more })
  }
  if (!/^[1-9][0-9]{0,4}$/.test(asked)) return publicProblem(400, "page: must be a number from 1 to 99999")
  const page = Number(asked)
  const { total, items } = await read({ offset: (page - 1) * PAGE, limit: PAGE })
  const body = collectionPage({
    id: at(page),
    type,
    partOf: id,
    next: page * PAGE < total ? at(page + 1) : undefined,
    prev: page > 1 ? at(page - 1) : undefined,
    members: items,
  })
  return publicAnswer(c, body, { type: mediaOf(c) })
}
