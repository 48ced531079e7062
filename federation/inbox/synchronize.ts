import { settleFollowing } from "../../src/actions/following/answer.ts"
import { sameServer } from "../../src/domain/hosts.ts"
import { isObject } from "../../src/domain/json.ts"
import { paths } from "../../src/domain/paths.ts"
import { PermanentError } from "../remote/failure.ts"
import { idOf, idsOf, iri } from "../vocab/reading/ids.ts"
import { first, listOf } from "../vocab/reading/lists.ts"
import { type ActivityHandler, author, fetchObject, type HandlerContext, outcome, ownPath } from "./handler.ts"

/** A list has only our actors in it, so that it is short; more pages are an error. */
const MOST_PAGES = 10

/** Brings our Follows of an actor into line with its own list of followers on this site (FEP-8fcf), as its server serves it. */
export const synchronize: ActivityHandler = async (incoming, context) => {
  const url = iri(incoming.activity.url)
  if (url === null || !sameServer(url, incoming.actor))
    throw new PermanentError("the list is not on the host of its actor")
  const members = await membersOf(context, url)
  const remote = await author(context, incoming.actor)
  const counted = members.flatMap(id => paths.actor.parse(ownPath(context, id) ?? "")?.handle ?? [])
  return async trx => outcome(await settleFollowing(trx, context.site, incoming.by, { remote, counted }))
}

/** All members of a collection. @throws {PermanentError} when some of them cannot be read */
async function membersOf(context: HandlerContext, url: string): Promise<string[]> {
  const members: string[] = []
  const seen = new Set<string>()
  let page: unknown = url
  while (page !== undefined && page !== null) {
    const id = idOf(page)
    if (id !== null && (seen.has(id) || seen.size >= MOST_PAGES || !sameServer(id, url)))
      throw new PermanentError(`${url}: leads in a circle, elsewhere, or to more than ${MOST_PAGES} pages`)
    if (id !== null) seen.add(id)
    const document = isObject(page) ? page : id === null ? null : await fetchObject(context, id)
    if (document === null) throw new PermanentError(`${url}: has a page that is none`)
    const items = document.orderedItems ?? document.items
    if (items === undefined && document.first === undefined) throw new PermanentError(`${url}: is no collection`)
    const ids = idsOf(items)
    if (ids.length < listOf(items).length) throw new PermanentError(`${url}: has a member that is none`)
    members.push(...ids)
    page = items === undefined ? first(document.first) : document.next
  }
  return members
}
