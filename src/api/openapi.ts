import type { Context, Hono } from "hono"
import { generateSpecs, resolver } from "hono-openapi"
import { z } from "zod"
import { SCOPES } from "../domain/by.ts"
import { answer } from "../http/answer.ts"
import { problemName } from "./problem.ts"

const problem = z
  .strictObject({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    problems: z.array(z.strictObject({ field: z.string(), reason: z.string() })),
  })
  .meta({ ref: "Problem" })

const PROBLEMS: Record<number, string> = {
  400: "The body is not JSON, or a parameter cannot be read",
  401: "A token is needed, or the one given was not made here, has expired or was revoked",
  403: "The token lacks a scope",
  404: "There is no such thing, or it is not public",
  405: "The address does not take this method",
  409: "It is not in a state for this, or somebody was faster",
  410: "It was deleted, for ever",
  413: "The body exceeds 1 MB",
  415: "The body is not application/json",
  422: "Fields that cannot be accepted, each with its reason; or an Idempotency-Key that came with another request",
  500: "The server failed; its log has the reference",
  503: "The database does not answer",
}

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header" as const,
  required: false,
  description: "any text of yours: a repeat with the same one within a day gets the first answer and does nothing",
  schema: { type: "string" as const, pattern: "^[!-~]{1,255}$" },
}

/** The OpenAPI document, generated at the first request from the definitions that also validate requests. */
export function openApiDocument(app: Hono, origin: string): (c: Context) => Promise<Response> {
  let document: Promise<string> | null = null
  return async c => {
    document ??= generate(app, origin).catch(error => {
      document = null
      throw error
    })
    return answer(c, await document, { content: { "Content-Type": "application/json" } })
  }
}

async function generate(app: Hono, origin: string): Promise<string> {
  const responses = Object.entries(PROBLEMS).map(([status, description]) => [
    problemName(Number(status)),
    { description, content: { "application/problem+json": { schema: resolver(problem) } } },
  ])
  const document = await generateSpecs(app, {
    documentation: {
      openapi: "3.1.0",
      info: {
        title: "Beffroi",
        version: "1",
        description:
          "Publish events, agenda items and interviews, and read them. POST honours `Idempotency-Key`: a repeat gets the first answer. Fields that are not known are refused by name.",
        license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" },
      },
      servers: [{ url: origin }],
      components: {
        securitySchemes: {
          token: {
            type: "http",
            scheme: "bearer",
            bearerFormat: "JWT",
            description: `From \`beffroi token create\`. Scopes: ${SCOPES.join(", ")}; \`admin\` may everything.`,
          },
        },
        responses: Object.fromEntries(responses),
      },
    },
    defaultValidationErrorResponse: false,
  })
  for (const { post } of Object.values(document.paths)) post?.parameters?.push(IDEMPOTENCY_KEY)
  return JSON.stringify(document)
}
