import type { Handler } from "hono"
import { absolute, actorHandleAt, INSTANCE_HANDLE, localPath, paths } from "../../src/domain/paths.ts"
import { isHandle } from "../../src/domain/patterns.ts"
import { ACTIVITY_JSON, AS2 } from "../../src/http/negotiation.ts"
import { publicAnswer, publicProblem } from "../../src/http/public.ts"
import { readObject } from "../../src/store/objects.ts"
import type { Serving } from "./serving.ts"

interface Link {
  rel: string
  type: string
  href: string
}

/**
 * WebFinger (RFC 7033): an `acct:` address, an actor's id or its page gives the actor; the site itself (FEP-d556, and `acct:host@host` as
 * in Mastodon) gives the Application. `rel` filters the links. There is no subscribe template, because nobody follows other actors
 * from this site by a link.
 */
export const webfinger =
  ({ db, origin }: Serving): Handler =>
  async c => {
    const resource = c.req.query("resource")
    if (!resource) return publicProblem(400, "resource: must be given, such as acct:agenda@host")
    const handle = handleOf(origin, resource)
    if (handle === undefined) return publicProblem(400, "resource: must be acct:name@host or an address of this site")
    const id = handle === null ? null : paths.actor(handle)
    const actor = id === null ? null : await readObject(db, id)
    if (handle === null || id === null || !actor) return publicProblem(404, "nobody has this address here")
    if (actor.gone) return publicProblem(410, "this address was removed")

    const rels = c.req.queries("rel") ?? []
    const links: Link[] = [
      { rel: "self", type: ACTIVITY_JSON, href: absolute(origin, id) },
      ...(handle === INSTANCE_HANDLE
        ? [{ rel: `${AS2}#Service`, type: ACTIVITY_JSON, href: absolute(origin, id) }]
        : []),
      { rel: "http://webfinger.net/rel/profile-page", type: "text/html", href: absolute(origin, pageOf(handle)) },
    ]
    const document = {
      // the same for every address of an actor: Mastodon looks the subject up again and compares
      subject: `acct:${handle}@${new URL(origin).host}`,
      aliases: [absolute(origin, id), absolute(origin, pageOf(handle))],
      links: rels.length === 0 ? links : links.filter(link => rels.includes(link.rel)),
    }
    return publicAnswer(c, JSON.stringify(document), { type: "application/jrd+json", cache: "public, max-age=3600" })
  }

const pageOf = (handle: string): string => (handle === INSTANCE_HANDLE ? paths.home() : paths.calendarPage(handle))

/** The handle of the actor with that address: null when there is none, undefined when it is not an address of a form that is read. */
function handleOf(origin: string, resource: string): string | null | undefined {
  const account = /^(?:acct:)?@?([^@/:\s]+)@([^@/\s]+)$/i.exec(resource)
  if (account) return ofAccount(origin, account[1]!, account[2]!)
  const url = URL.parse(resource)
  if (!url || url.protocol === "acct:") return undefined
  if (resource === origin) return INSTANCE_HANDLE
  const path = localPath(origin, resource)
  return path === null ? null : actorHandleAt(path)
}

/** Host names and handles are compared without regard to case. */
function ofAccount(origin: string, name: string, host: string): string | null {
  const ours = new URL(origin).host
  if (URL.parse(`${new URL(origin).protocol}//${host}`)?.host !== ours) return null
  const handle = name.toLowerCase()
  if (handle === ours) return INSTANCE_HANDLE
  return isHandle(handle) ? handle : null
}
