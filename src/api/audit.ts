import { z } from "zod"
import { readAuditLog } from "../actions/audit-log.ts"
import { decodeCursor, page, pageOf, pageQuery } from "./cursor.ts"
import { endpoint } from "./endpoint.ts"

const auditDocument = z
  .strictObject({
    id: z.int(),
    at: z.iso.datetime(),
    by: z.strictObject({
      kind: z.enum(["account", "token", "source", "remote", "worker", "operator", "visitor"]),
      id: z.string().nullable().meta({ description: "of the account, token or source; IRI of a remote actor" }),
      name: z.string(),
    }),
    action: z.string().meta({ description: "such as `event:publish`" }),
    subject: z.strictObject({
      kind: z.string(),
      id: z.string().nullable().meta({ description: "null when the action was about several" }),
    }),
    details: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ ref: "AuditEntry" })

export const listAudit = endpoint(
  {
    summary: "Read the audit log",
    description: "Who did what, newest first.",
    tag: "audit",
    needs: "admin",
    query: z.strictObject({
      action: z.string().min(1).max(60).optional(),
      ...pageQuery,
    }),
    success: { status: 200, description: "A page of the audit log", schema: pageOf(auditDocument) },
  },
  async ({ db, by, site: { origin }, query: { cursor, limit, action }, path }) => {
    const keys = decodeCursor(
      z.tuple([
        z
          .string()
          .regex(/^[1-9]\d{0,14}$/)
          .transform(Number),
      ]),
      cursor,
    )
    const entries = await readAuditLog(db, by, { action, limit: limit + 1, after: keys?.[0] ?? null })
    const { rows, next } = page(entries, { limit, origin, path, keys: ({ id }) => [String(id)] })
    const items = rows.map(({ id, at, byKind, byId, byName, action, subjectKind, subjectId, details }) => ({
      id,
      at,
      by: { kind: byKind, id: byId, name: byName },
      action,
      subject: { kind: subjectKind, id: subjectId },
      details,
    }))
    return { body: { items, next }, next }
  },
)
