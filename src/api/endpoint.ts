import type { Context, MiddlewareHandler } from "hono"
import { describeRoute } from "hono-openapi"
import type { z } from "zod"
import type { TokenKeys } from "../access/tokens.ts"
import type { Site } from "../actions/site.ts"
import type { Importer } from "../actions/sources/importer.ts"
import { type By, type ByToken, VISITOR } from "../domain/by.ts"
import { notFound } from "../domain/errors.ts"
import { answer } from "../http/answer.ts"
import type { Db } from "../store/db.ts"
import { answerOnce, type StorableResponse } from "./answer-once.ts"
import { readBearer, requireScope } from "./authorise.ts"
import type { Definition } from "./definition.ts"
import { describe } from "./describe.ts"
import { parseBody, readQuery } from "./parameters.ts"
import { readBody } from "./request-body.ts"

interface ApiDeps {
  db: Db
  site: Site
  keys: TokenKeys
  importer: Importer
}

/** One validated request, as a handler sees it. */
export interface Call<Q, B> {
  /** a transaction when the request carries an Idempotency-Key */
  db: Db
  site: Site
  importer: Importer
  /** the last variable part of the address: a uuid or a handle */
  id: string
  query: Q
  body: B
  /** with its query, for links to the next page */
  path: string
  /** the token that asks, or a visitor */
  by: By
}

/** What a handler returns. */
interface EndpointResult {
  /** left out with 204 */
  body?: unknown
  /** instead of the usual one: 200 where nothing was created */
  status?: 200
  /** path of what was created */
  location?: string
  /** address of the next page */
  next?: string | null
}

type Endpoint = (deps: ApiDeps) => [MiddlewareHandler, (c: Context) => Promise<Response>]

/**
 * A route: one definition gives its checks and its documentation, so they cannot differ. What the handler returns is sent as
 * JSON; what it throws becomes a problem document (`problem.ts`). Every POST honours Idempotency-Key.
 */
export function endpoint<Q extends z.ZodType, B extends z.ZodType>(
  definition: Definition<Q, B>,
  handle: (call: Call<z.output<Q>, z.output<B>>) => Promise<EndpointResult>,
): Endpoint {
  return deps => [describeRoute(describe(definition)), c => respond(c, deps, definition, handle)]
}

async function respond<Q extends z.ZodType, B extends z.ZodType>(
  c: Context,
  { db, site, importer, keys }: ApiDeps,
  { needs, id, query, body, success }: Definition<Q, B>,
  handle: (call: Call<z.output<Q>, z.output<B>>) => Promise<EndpointResult>,
): Promise<Response> {
  const bearer = await readBearer(db, site, keys, c.req.header("Authorization"))
  if (needs) requireScope(site, bearer, needs)
  const name = c.req.param("id") ?? ""
  if (id && !id.form.safeParse(name).success) throw notFound(id.name)
  const { pathname, search } = new URL(c.req.url)
  const request = body ? await readBody(c) : null
  const call = {
    site,
    importer,
    id: name.toLowerCase(),
    query: (query ? readQuery(c, query) : {}) as z.output<Q>,
    body: (body && request ? parseBody(body, request.json) : {}) as z.output<B>,
    path: pathname + search,
    by: bearer ?? VISITOR,
  }
  let next: string | null = null
  const work = async (db: Db): Promise<StorableResponse> => {
    const { body, location = null, ...rest } = await handle({ ...call, db })
    next = rest.next ?? null
    const text = body === undefined ? "" : JSON.stringify(body)
    return { status: rest.status ?? success.status, body: text, location: location && site.origin + location }
  }
  const key = c.req.method === "POST" ? c.req.header("Idempotency-Key") : undefined
  if (key === undefined || !bearer) return send(c, await work(db), { bearer, next })
  const repeatable = { key, tokenId: bearer.id, now: site.now() }
  const parts = [c.req.method, pathname + search, request?.bytes ?? ""]
  const { repeated, ...once } = await answerOnce(db, { ...repeatable, request: parts }, work)
  return send(c, once, { bearer, next, repeated })
}

const send = (
  c: Context,
  { status, body, location }: StorableResponse,
  { bearer, next, repeated = false }: { bearer: ByToken | null; next: string | null; repeated?: boolean },
): Response =>
  answer(c, status === 204 ? null : body, {
    status,
    headers: {
      ...(repeated && { "Idempotent-Replayed": "true" }),
      ...(location && { Location: location }),
      ...(next && { Link: `<${next}>; rel="next"` }),
      // what a token shows is its owner's; what is public is revalidated with its ETag
      "Cache-Control": bearer ? "private, no-store" : "no-cache",
      Vary: "Authorization",
    },
    ...(status !== 204 && { content: { "Content-Type": "application/json" } }),
  })
