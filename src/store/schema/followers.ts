export interface FollowerTable {
  actorId: string
  remoteId: string
  followId: string
  createdAt: Date
}

/** An actor's followers on one host (FEP-8fcf). Written by triggers alone (migration 0004). */
export interface FollowerDigestTable {
  actorId: string
  host: string
  digest: string
  followers: number
}

/** The inboxes through which an actor's followers are reached. Written by triggers alone (migration 0007). */
export interface FollowerInboxTable {
  actorId: string
  inbox: string
  host: string
  followers: number
}

export interface FollowingTable {
  actorId: string
  remoteId: string
  followId: string
  state: "pending" | "accepted" | "rejected"
  createdAt: Date
}
