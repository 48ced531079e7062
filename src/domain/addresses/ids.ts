import { address } from "./address.ts"
import { count, handle, uuid } from "./parameters.ts"

const actor = address`/actors/${handle("handle")}`

/** Ids, served as ActivityPub at exactly these paths. */
export const IDS = {
  actor,
  inbox: actor.with`/inbox`,
  outbox: actor.with`/outbox`,
  followers: actor.with`/followers`,
  /** followers on the server that asks (FEP-8fcf) */
  followersSynchronization: actor.with`/followers_synchronization`,
  following: actor.with`/following`,
  featured: actor.with`/featured`,
  featuredTags: actor.with`/tags`,
  upcoming: actor.with`/upcoming`,
  sharedInbox: address`/inbox`,
  event: address`/events/${uuid("id")}`,
  interview: address`/interviews/${uuid("id")}`,
  news: address`/news/${uuid("id")}`,
  video: address`/videos/${uuid("id")}`,
  place: address`/places/${uuid("id")}/v${count("version")}`,
  activity: address`/activities/${uuid("id")}`,
  /** the permission to quote one of our posts */
  quote: address`/quotes/${uuid("id")}`,
  context: address`/contexts/${uuid("id")}`,

  webfinger: address`/.well-known/webfinger`,
  nodeinfoLinks: address`/.well-known/nodeinfo`,
  nodeinfo: address`/nodeinfo/2.1`,
}

/** Posts have collections of likes, shares and replies. */
export const POSTS = [IDS.event, IDS.interview, IDS.news, IDS.video]

/** The first segments of all ids: below them is nothing else. */
export const ID_ROOTS = [...POSTS, IDS.actor, IDS.place, IDS.activity, IDS.context, IDS.quote].map(
  ({ route }) => route.split("/")[1]!,
)
