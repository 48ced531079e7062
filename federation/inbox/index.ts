import { SYNCHRONIZE } from "../synchronization/note.ts"
import { accept, reject } from "./accept-reject.ts"
import { announce } from "./announce.ts"
import { block } from "./block.ts"
import { create } from "./create.ts"
import { remove } from "./delete.ts"
import { follow } from "./follow.ts"
import type { ActivityHandler } from "./handler.ts"
import { join } from "./join.ts"
import { move } from "./move.ts"
import { quoteRequest } from "./quote-request.ts"
import { like } from "./reaction.ts"
import { synchronize } from "./synchronize.ts"
import { undo } from "./undo.ts"
import { update } from "./update.ts"

/** The handler of each type of activity. Any other type is acknowledged and ignored (View, ApproveReply, Flag …). */
export const HANDLERS: Readonly<Record<string, ActivityHandler>> = {
  Follow: follow,
  Undo: undo,
  Accept: accept,
  Reject: reject,
  Create: create,
  Invite: create,
  Update: update,
  Delete: remove,
  Like: like,
  EmojiReact: like,
  Announce: announce,
  Join: join,
  QuoteRequest: quoteRequest,
  Block: block,
  Move: move,
  [SYNCHRONIZE]: synchronize,
}
