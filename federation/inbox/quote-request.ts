import { authorizeQuote } from "../../src/actions/quotes/quotes.ts"
import { sameServer } from "../../src/domain/hosts.ts"
import { isPost, objectAt } from "../../src/store/targets.ts"
import { idOf } from "../vocab/reading/ids.ts"
import { type ActivityHandler, author, ignore, outcome, ownPath } from "./handler.ts"

/** A request to quote one of our posts (FEP-044f; Mastodon does not show a quote without an authorization). */
export const quoteRequest: ActivityHandler = async ({ activity, actor, by, id }, context) => {
  const object = idOf(activity.object)
  const instrument = idOf(activity.instrument)
  const path = ownPath(context, object)
  const target = path === null ? null : await objectAt(context.db, path)
  const actorId = target?.actorId
  if (!object || !instrument || !sameServer(instrument, actor) || !actorId || !isPost(target)) return ignore
  const remote = await author(context, actor)
  return async trx =>
    outcome(
      await authorizeQuote(trx, context.site, by, {
        actorId,
        target: target.path,
        remote,
        request: { id, object, instrument },
      }),
    )
}
