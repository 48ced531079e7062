import { z } from "zod"
import { calendarsWhere } from "../access/policy.ts"
import { createInterview } from "../actions/interviews/create.ts"
import { deleteInterview } from "../actions/interviews/delete.ts"
import { publishInterview } from "../actions/interviews/publish.ts"
import { editorialEventSlugs, editorialInterviewPage, readEditorialInterview } from "../actions/interviews/read.ts"
import { updateInterview } from "../actions/interviews/update.ts"
import { API } from "../domain/addresses/api.ts"
import { DomainError, notFound } from "../domain/errors.ts"
import type { WholeInterview } from "../domain/interview.ts"
import { interviewInput, interviewPatch } from "../input/interview.ts"
import { handle, line } from "../input/scalars.ts"
import type { Db } from "../store/db.ts"
import { publicInterviewPage } from "../store/public/interview-pages.ts"
import { readDeletedInterview, readPublicInterview } from "../store/public/interviews.ts"
import { publicEventSlugs } from "../store/public/slugs.ts"
import { decodeCursor, page, pageOf, pageQuery } from "./cursor.ts"
import { uuidOf } from "./definition.ts"
import { endpoint } from "./endpoint.ts"
import { interviewDocument, toInterviewDocument } from "./interview-document.ts"

const tag = "interviews"
const id = uuidOf("interview")
const needs = "write:interviews"
const success = { status: 200, description: "The interview", schema: interviewDocument } as const

async function documentsOf(db: Db, origin: string, interviews: WholeInterview[], staff: boolean) {
  const events = interviews.map(({ eventId }) => eventId)
  const slugs = await (staff ? editorialEventSlugs : publicEventSlugs)(db, events)
  return interviews.map(interview =>
    toInterviewDocument(interview, (interview.eventId && slugs.get(interview.eventId)) ?? null, origin),
  )
}

const documentOf = async (db: Db, origin: string, interview: WholeInterview, staff = true) =>
  (await documentsOf(db, origin, [interview], staff))[0]!

export const listInterviews = endpoint(
  {
    summary: "List interviews",
    description: "Public ones, newest first; with the scope `read` or `write:interviews` drafts too.",
    tag,
    query: z.strictObject({
      calendar: handle.optional(),
      tag: line(60).optional(),
      from: z.iso.date().optional().meta({ description: "first published on this day or later" }),
      to: z.iso.date().optional().meta({ description: "on this day or earlier" }),
      q: line(200).optional().meta({ description: "words, all of them" }),
      ...pageQuery,
    }),
    success: { status: 200, description: "A page of interviews", schema: pageOf(interviewDocument) },
  },
  async ({ db, site: { origin }, by, query, path }) => {
    const { cursor, limit, from: firstDay, to: lastDay, ...selection } = query
    const draftsOf = calendarsWhere(by, "interview:read-draft")
    const staff = draftsOf.length > 0
    const keys = decodeCursor(z.tuple([z.iso.date(), z.uuid()]), cursor)
    const asked = {
      selection: { ...selection, firstDay, lastDay, limit: limit + 1 },
      after: keys && { date: keys[0], id: keys[1] },
    }
    const interviews = staff
      ? await editorialInterviewPage(db, { ...asked, draftsOf })
      : await publicInterviewPage(db, asked)
    const { rows, next } = page(interviews, { limit, origin, path, keys: ({ date, id }) => [date, id] })
    return { body: { items: await documentsOf(db, origin, rows, staff), next }, next }
  },
)

export const postInterview = endpoint(
  {
    summary: "Create an interview",
    description: "A draft, or with `publish` an announced one.",
    tag,
    needs,
    body: interviewInput.meta({ ref: "InterviewInput" }),
    success: { ...success, status: 201 },
  },
  async ({ db, site, by, body }) => {
    const interview = await createInterview(db, site, by, body)
    return { body: await documentOf(db, site.origin, interview), location: API.interview(interview.id) }
  },
)

export const getInterview = endpoint(
  { summary: "Read an interview", tag, id, success },
  async ({ db, site: { origin }, by, id }) => {
    const staff = calendarsWhere(by, "interview:read-draft").length > 0
    const interview = staff ? await readEditorialInterview(db, by, id) : await visibleInterview(db, id)
    return { body: await documentOf(db, origin, interview, staff) }
  },
)

async function visibleInterview(db: Db, id: string): Promise<WholeInterview> {
  const interview = await readPublicInterview(db, { id })
  if (interview) return interview
  if (await readDeletedInterview(db, { id })) throw new DomainError("deleted", { what: "interview" })
  throw notFound("interview")
}

export const patchInterview = endpoint(
  {
    summary: "Correct an interview",
    description: "Only what is given changes. Copies elsewhere follow; no message is sent.",
    tag,
    needs,
    id,
    body: interviewPatch.meta({ ref: "InterviewPatch" }),
    success,
  },
  async ({ db, site, by, id, body }) => ({
    body: await documentOf(db, site.origin, await updateInterview(db, site, by, id, body)),
  }),
)

export const publishInterviewDraft = endpoint(
  { summary: "Announce a draft", tag, needs, id, body: z.strictObject({}), success },
  async ({ db, site, by, id }) => ({
    body: await documentOf(db, site.origin, await publishInterview(db, site, by, id)),
  }),
)

export const removeInterview = endpoint(
  {
    summary: "Delete an interview",
    description: "For ever.",
    tag,
    needs,
    id,
    success: { status: 204, description: "Deleted" },
  },
  async ({ db, site, by, id }) => {
    await deleteInterview(db, site, by, id)
    return {}
  },
)
