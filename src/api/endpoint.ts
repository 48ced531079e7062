import type { Context, MiddlewareHandler } from "hono"
import { type DescribeRouteOptions, describeRoute, resolver } from "hono-openapi"
import { z } from "zod"
import type { Bearer, Scope, TokenKeys } from "../access/tokens.ts"
import type { Site } from "../actions/site.ts"
import type { Importer } from "../actions/sources/sources.ts"
import { notFound } from "../domain/errors.ts"
import { HttpProblem, problemName } from "../http/api-problem.ts"
import { problemsOf } from "../input/parse.ts"
import type { Db } from "../store/db.ts"
import { answerOnce, type FinalAnswer } from "./answer-once.ts"
import { may, readBearer, requireScope } from "./authorise.ts"
import { readBody } from "./request-body.ts"

export interface ApiDeps {
  db: Db
  site: Site
  keys: TokenKeys
  importer: Importer
}

/** One checked request, as a handler sees it. */
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
  /** whether the caller's token opens one of these; nobody's opens nothing */
  may(...scopes: Scope[]): boolean
}

export interface Answer {
  /** left out with 204 */
  body?: unknown
  /** another one than is usual here: 200 where nothing was made */
  status?: 200
  /** path of what was made */
  location?: string
  /** address of the next page */
  next?: string | null
}

export interface Definition<Q extends z.ZodType, B extends z.ZodType> {
  summary: string
  description?: string
  tag: "events" | "interviews" | "calendars" | "places" | "deliveries" | "sources"
  /** absent: anyone, and a token only shows more */
  needs?: Scope
  /** what `:id` stands for */
  id?: { description: string; form: z.ZodType<string>; name: string }
  query?: Q
  body?: B
  success: { status: 200 | 201 | 204; description: string; schema?: z.ZodType }
}

/** The uuid of an event, an interview: anything else names nothing. */
export const uuidOf = (name: string) => ({ description: `uuid of the ${name}`, form: z.uuid(), name: `this ${name}` })

export type Endpoint = (deps: ApiDeps) => [MiddlewareHandler, (c: Context) => Promise<Response>]

/**
 * A route: one definition gives its checks and its documentation, so they cannot differ. What the handler answers is
 * JSON; what it throws is made a problem at the edge. Every POST honours Idempotency-Key.
 */
export function endpoint<Q extends z.ZodType, B extends z.ZodType>(
  definition: Definition<Q, B>,
  handle: (call: Call<z.output<Q>, z.output<B>>) => Promise<Answer>,
): Endpoint {
  return deps => [describeRoute(describe(definition)), c => answer(c, deps, definition, handle)]
}

async function answer<Q extends z.ZodType, B extends z.ZodType>(
  c: Context,
  { db, site, importer, keys }: ApiDeps,
  { needs, id, query, body, success }: Definition<Q, B>,
  handle: (call: Call<z.output<Q>, z.output<B>>) => Promise<Answer>,
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
    may: (...scopes: Scope[]) => scopes.some(scope => may(bearer, scope)),
  }
  let next: string | null = null
  const work = async (db: Db): Promise<FinalAnswer> => {
    const { body, location = null, ...rest } = await handle({ ...call, db })
    next = rest.next ?? null
    const text = body === undefined ? "" : JSON.stringify(body)
    return { status: rest.status ?? success.status, body: text, location: location && site.origin + location }
  }
  const key = c.req.method === "POST" ? c.req.header("Idempotency-Key") : undefined
  if (key === undefined || !bearer) return respond(await work(db), bearer, next)
  const repeatable = { key, tokenId: bearer.id, now: site.now() }
  const parts = [c.req.method, pathname + search, request?.bytes ?? ""]
  const { repeated, ...once } = await answerOnce(db, { ...repeatable, request: parts }, work)
  return respond(once, bearer, next, repeated ? { "Idempotent-Replayed": "true" } : {})
}

function respond(
  { status, body, location }: FinalAnswer,
  bearer: Bearer | null,
  next: string | null,
  more: Record<string, string> = {},
): Response {
  const headers = new Headers({
    ...more,
    ...(status !== 204 && { "Content-Type": "application/json" }),
    ...(location && { Location: location }),
    ...(next && { Link: `<${next}>; rel="next"` }),
    // what a token shows is its owner's; what everyone may see is asked again, cheaply, with its ETag
    "Cache-Control": bearer ? "private, no-store" : "no-cache",
    Vary: "Authorization",
  })
  return new Response(status === 204 ? null : body, { status, headers })
}

/** @throws {HttpProblem} 422 naming every field that is wrong */
function parseBody<B extends z.ZodType>(schema: B, json: unknown): z.output<B> {
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const problems = problemsOf(result.error)
  throw new HttpProblem(422, wordsOf(problems), { problems })
}

/** @throws {HttpProblem} 400: a parameter that is misspelt would otherwise be lost in silence */
function readQuery<Q extends z.ZodType>(c: Context, schema: Q): z.output<Q> {
  const all = Object.entries(c.req.queries())
  const twice = all.filter(([, values]) => values.length > 1)
  const result = schema.safeParse(Object.fromEntries(all.map(([name, [value]]) => [name, value])))
  const problems = [
    ...twice.map(([field]) => ({ field, reason: "stands there more than once" })),
    ...(result.success ? [] : problemsOf(result.error)),
  ]
  if (problems.length > 0 || !result.success) throw new HttpProblem(400, wordsOf(problems), { problems })
  return result.data
}

const wordsOf = (problems: { field: string; reason: string }[]) =>
  problems.map(({ field, reason }) => `${field}: ${reason}`).join("; ")

const descriptionOf = ({ description }: z.ZodType) => (description === undefined ? {} : { description })

function describe({ id, query, body, success, needs, tag, ...words }: Definition<z.ZodType, z.ZodType>) {
  const writes = body !== undefined
  const refusals = [
    ...(query ? [400] : []),
    401,
    ...(needs ? [403] : []),
    ...(id ? [404, ...(tag === "events" || tag === "interviews" ? [410] : [])] : []),
  ]
  if (writes) refusals.push(400, 409, 413, 415, 422)
  const shape = query instanceof z.ZodObject ? query.shape : {}
  const options: DescribeRouteOptions = {
    ...words,
    tags: [tag],
    security: needs ? [{ token: [needs] }] : [{}, { token: ["read"] }],
    parameters: [
      ...(id
        ? [{ name: "id", in: "path" as const, required: true, description: id.description, schema: schemaOf(id.form) }]
        : []),
      ...Object.entries(shape).map(([name, schema]) => ({
        name,
        in: "query" as const,
        required: false,
        ...descriptionOf(schema as z.ZodType),
        schema: schemaOf(schema as z.ZodType),
      })),
    ],
    ...(body && { requestBody: { required: true, content: { "application/json": { schema: resolver(body) } } } }),
    responses: {
      [success.status]: {
        description: success.description,
        ...(success.schema && { content: { "application/json": { schema: resolver(success.schema) } } }),
      },
      ...Object.fromEntries(
        refusals.map(status => [status, { $ref: `#/components/responses/${problemName(status)}` }]),
      ),
    },
  }
  return options
}

/** A parameter's schema, without the dialect that the document names once. */
function schemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, description: __, ...rest } = z.toJSONSchema(schema, { io: "input" })
  return rest
}
