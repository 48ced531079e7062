import type { Generated } from "kysely"

export interface ReplyTable {
  id: string
  objectPath: string
  actor: string
  inReplyTo: string
  content: string
  url: string | null
  public: boolean
  publishedAt: Date
  updatedAt: Date | null
  receivedAt: Generated<Date>
}

export interface ReactionTable {
  objectPath: string
  actor: string
  kind: "like" | "share"
  activityId: string
  createdAt: Generated<Date>
}
