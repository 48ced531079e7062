import { z } from "zod"
import { existingSource } from "../actions/sources/existing.ts"
import { askSource } from "../actions/sources/refresh.ts"
import { removeSource } from "../actions/sources/remove.ts"
import { API } from "../domain/addresses/api.ts"
import type { Source } from "../domain/source.ts"
import { sourceInput } from "../input/source.ts"
import { listSources } from "../store/sources.ts"
import { uuidOf } from "./definition.ts"
import { endpoint } from "./endpoint.ts"

const tag = "sources"
const id = uuidOf("source")
const outcome = z.enum(["created", "changed", "cancelled", "restored", "unchanged", "left", "refused"])

const reportDocument = z
  .strictObject({
    applied: z.boolean().meta({ description: "false when nothing was written" }),
    held: z.string().nullable().meta({ description: "why nothing is done before somebody agrees" }),
    counts: z.record(outcome, z.int()),
    lines: z.array(
      z.strictObject({
        outcome,
        line: z.int().nullable().meta({ description: "of the source; null for what is no longer in it" }),
        title: z.string().nullable(),
        start: z.string().nullable(),
        reasons: z.array(z.string()),
      }),
    ),
    more: z.int().meta({ description: "lines that are not shown" }),
  })
  .meta({ ref: "SourceReport" })

const sourceDocument = z
  .strictObject({
    id: z.uuid(),
    url: z.string().meta({ description: "what is read" }),
    calendar: z.string(),
    name: z.string().nullable().meta({ description: "what it calls itself" }),
    page: z.string().nullable(),
    tagMap: z.record(z.string(), z.string()),
    publish: z.boolean(),
    state: z.enum(["waiting", "read", "failing", "held"]),
    held: z.string().nullable(),
    error: z.string().nullable().meta({ description: "why it could not be read last" }),
    failingSince: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
    dueAt: z.iso.datetime().nullable().meta({ description: "when it is read next" }),
    report: reportDocument.nullable().meta({ description: "of the last reading" }),
  })
  .meta({ ref: "Source" })

function toSourceDocument(source: Source): z.input<typeof sourceDocument> {
  const { calendarHandle: calendar, url, name, page, tagMap, publish, held, error, failures, readAt } = source
  return {
    id: source.id,
    url: url!,
    calendar,
    name,
    page,
    tagMap,
    publish,
    state: held ? "held" : failures > 0 ? "failing" : readAt ? "read" : "waiting",
    held,
    error,
    failingSince: source.failingSince?.toISOString() ?? null,
    createdAt: source.createdAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    dueAt: source.dueAt?.toISOString() ?? null,
    report: source.report,
  }
}

export const listAllSources = endpoint(
  {
    summary: "List the calendars of others that come in here",
    tag,
    needs: "read",
    success: {
      status: 200,
      description: "All of them, oldest first",
      schema: z.strictObject({ items: z.array(sourceDocument), next: z.null() }),
    },
  },
  async ({ db }) => ({ body: { items: (await listSources(db)).map(toSourceDocument), next: null } }),
)

export const postSource = endpoint(
  {
    summary: "Take a calendar of others in",
    description:
      "It is read at once, to say what would come in; its entries come in within seconds and follow it from then on. With `dryRun` nothing is written, and the answer is 200.",
    tag,
    needs: "write:events",
    body: z.strictObject({ ...sourceInput.shape, dryRun: z.boolean().default(false) }).meta({ ref: "SourceInput" }),
    success: {
      status: 201,
      description: "The source (null for a dry run), and what it brings",
      schema: z.strictObject({ source: sourceDocument.nullable(), report: reportDocument }),
    },
  },
  async ({ db, by, importer, body: { dryRun, ...input } }) => {
    if (dryRun) return { status: 200, body: { source: null, report: await importer.preview(db, by, input) } }
    const { source, report } = await importer.subscribe(db, by, input)
    return { body: { source: toSourceDocument(source), report }, location: API.source(source.id) }
  },
)

export const getSource = endpoint(
  {
    summary: "Read a source",
    tag,
    needs: "read",
    id,
    success: { status: 200, description: "The source, with the report of its last reading", schema: sourceDocument },
  },
  async ({ db, id }) => ({ body: toSourceDocument(await existingSource(db, id)) }),
)

export const deleteSource = endpoint(
  {
    summary: "Read a source no longer",
    description: "What came from it stays.",
    tag,
    needs: "write:events",
    id,
    success: { status: 204, description: "It is read no longer" },
  },
  async ({ db, site, by, id }) => {
    await removeSource(db, site, by, id)
    return {}
  },
)

export const refreshSource = endpoint(
  {
    summary: "Read a source now",
    description:
      "Within seconds. With `accept` what is missing in it is cancelled here even when it is much. With `dryRun` the answer says what would happen, and nothing is written.",
    tag,
    needs: "write:events",
    id,
    body: z
      .strictObject({ dryRun: z.boolean().default(false), accept: z.boolean().default(false) })
      .meta({ ref: "SourceRefresh" }),
    success: {
      status: 200,
      description: "The source; for a dry run, what would happen",
      schema: z.strictObject({ source: sourceDocument, report: reportDocument.nullable() }),
    },
  },
  async ({ db, site, by, importer, id, body: { dryRun, accept } }) => {
    if (!dryRun) return { body: { source: toSourceDocument(await askSource(db, site, by, id, accept)), report: null } }
    const report = await importer.refresh(db, by, id, { apply: false, accept })
    return { body: { source: toSourceDocument(await existingSource(db, id)), report } }
  },
)
