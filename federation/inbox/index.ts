import { accept, reject } from "./accept-reject.ts"
import { announce } from "./announce.ts"
import { block } from "./block.ts"
import { create } from "./create.ts"
import { remove } from "./delete.ts"
import { follow } from "./follow.ts"
import type { Handler } from "./handler.ts"
import { join } from "./join.ts"
import { move } from "./move.ts"
import { quoteRequest } from "./quote-request.ts"
import { like } from "./reaction.ts"
import { SYNCHRONIZE, synchronize } from "./synchronize.ts"
import { undo } from "./undo.ts"
import { update } from "./update.ts"

/** What each activity that comes in does here. Any other is acknowledged and left alone (View, ApproveReply, Flag …). */
export const HANDLERS: Readonly<Record<string, Handler>> = {
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
