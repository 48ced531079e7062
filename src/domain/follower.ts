/** Someone on another server, as last fetched from there. */
export interface RemoteActor {
  /** the actor's IRI */
  id: string
  host: string
  type: string
  handle: string | null
  name: string | null
  url: string | null
  inbox: string
  sharedInbox: string | null
  fetchedAt: Date
}

/** One subscription to one of our actors. */
export interface Follower {
  actorId: string
  remoteId: string
  /** the id of the Follow as it came, malformed ones (Gancio) included */
  followId: string
  createdAt: Date
}
