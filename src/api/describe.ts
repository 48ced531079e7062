import { type DescribeRouteOptions, resolver } from "hono-openapi"
import { z } from "zod"
import type { Definition } from "./definition.ts"
import { problemName } from "./problem.ts"

/** What the OpenAPI document says of an endpoint. */
export function describe(definition: Definition<z.ZodType, z.ZodType>): DescribeRouteOptions {
  const { id, query, body, success, needs, tag, ...words } = definition
  return {
    ...words,
    tags: [tag],
    security: needs ? [{ token: [needs] }] : [{}, { token: ["read"] }],
    parameters: [...(id ? [idParameter(id)] : []), ...queryParameters(query)],
    ...(body && { requestBody: { required: true, content: { "application/json": { schema: resolver(body) } } } }),
    responses: {
      [success.status]: {
        description: success.description,
        ...(success.schema && { content: { "application/json": { schema: resolver(success.schema) } } }),
      },
      ...Object.fromEntries(
        errorsOf(definition).map(status => [status, { $ref: `#/components/responses/${problemName(status)}` }]),
      ),
    },
  }
}

/** Statuses of the problems that an endpoint may answer. */
const errorsOf = ({ id, query, body, needs, tag }: Definition<z.ZodType, z.ZodType>): number[] => [
  ...(query ? [400] : []),
  401,
  ...(needs ? [403] : []),
  ...(id ? [404, ...(tag === "events" || tag === "interviews" ? [410] : [])] : []),
  ...(body ? [400, 409, 413, 415, 422] : []),
]

const idParameter = (id: { description: string; form: z.ZodType<string> }) => ({
  name: "id",
  in: "path" as const,
  required: true,
  description: id.description,
  schema: schemaOf(id.form),
})

function queryParameters(query: z.ZodType | undefined) {
  const shape: Record<string, z.ZodType> =
    query instanceof z.ZodObject ? (query.shape as Record<string, z.ZodType>) : {}
  return Object.entries(shape).map(([name, schema]) => ({
    name,
    in: "query" as const,
    required: false,
    ...(schema.description !== undefined && { description: schema.description }),
    schema: schemaOf(schema),
  }))
}

/** A parameter's JSON Schema, without the dialect that the document declares once. */
function schemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, description: __, ...rest } = z.toJSONSchema(schema, { io: "input" })
  return rest
}
