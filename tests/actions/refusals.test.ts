import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { sql } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { PERMISSIONS, type Permitted } from "../../src/access/policy.ts"
import { createTokenKeys } from "../../src/access/tokens.ts"
import { acceptInvitation } from "../../src/actions/accounts/accept-invitation.ts"
import { createInvitation } from "../../src/actions/accounts/invite.ts"
import { readAuditLog } from "../../src/actions/audit-log.ts"
import { createCalendar, createPublisher, ensureInstance, ensurePublisher } from "../../src/actions/calendars/create.ts"
import { updateActor } from "../../src/actions/calendars/update.ts"
import { createExportedEvent, exportedEventInput } from "../../src/actions/content/exported-event.ts"
import { load } from "../../src/actions/content/load.ts"
import { resendDeliveries } from "../../src/actions/deliveries/resend.ts"
import { authorizedEvent } from "../../src/actions/events/authorized.ts"
import { cancelEvent } from "../../src/actions/events/cancel.ts"
import { createEvent, createEventIn } from "../../src/actions/events/create.ts"
import { deleteEvent } from "../../src/actions/events/delete.ts"
import { duplicateEvent } from "../../src/actions/events/duplicate.ts"
import { markEventFull } from "../../src/actions/events/mark-full.ts"
import { moveEventOnline } from "../../src/actions/events/move-online.ts"
import { postponeEvent } from "../../src/actions/events/postpone.ts"
import { publishEvent } from "../../src/actions/events/publish.ts"
import { readEditorialEvent } from "../../src/actions/events/read.ts"
import { rescheduleEvent } from "../../src/actions/events/reschedule.ts"
import { restoreEvent } from "../../src/actions/events/restore.ts"
import { updateEvent } from "../../src/actions/events/update.ts"
import { acceptFollow } from "../../src/actions/followers/accept.ts"
import { endFollow } from "../../src/actions/followers/remove.ts"
import { answerToFollow, settleFollowing } from "../../src/actions/following/answer.ts"
import { followRemote } from "../../src/actions/following/follow.ts"
import { movePartner } from "../../src/actions/following/move.ts"
import { unfollow } from "../../src/actions/following/unfollow.ts"
import { createInterview, createInterviewIn } from "../../src/actions/interviews/create.ts"
import { deleteInterview } from "../../src/actions/interviews/delete.ts"
import { publishInterview } from "../../src/actions/interviews/publish.ts"
import { readEditorialInterview } from "../../src/actions/interviews/read.ts"
import { updateInterview } from "../../src/actions/interviews/update.ts"
import { renderSome } from "../../src/actions/outbox/rendering.ts"
import { ignoreJoin } from "../../src/actions/participation/ignore-join.ts"
import { removePartnerEvent, storePartnerEvent } from "../../src/actions/partner-events/partner-events.ts"
import { authorizeQuote } from "../../src/actions/quotes/quotes.ts"
import { react, takeBack } from "../../src/actions/reactions/reactions.ts"
import { forgetActor } from "../../src/actions/remote-actors/forget.ts"
import { removeReply, storeReply } from "../../src/actions/replies/replies.ts"
import { addSource, fileSource } from "../../src/actions/sources/add.ts"
import { applyPlan } from "../../src/actions/sources/apply-plan.ts"
import { applyStep } from "../../src/actions/sources/apply-step.ts"
import { importCalendar } from "../../src/actions/sources/existing.ts"
import { askSource, authorizeRefresh } from "../../src/actions/sources/refresh.ts"
import { removeSource } from "../../src/actions/sources/remove.ts"
import { createToken } from "../../src/actions/tokens/create.ts"
import { listTokens } from "../../src/actions/tokens/list.ts"
import { revokeToken } from "../../src/actions/tokens/revoke.ts"
import {
  type By,
  type ByAccount,
  byRemote,
  bySource,
  type Grant,
  OPERATOR,
  ROLES,
  type Role,
  SCOPES,
  type Scope,
  VISITOR,
  WORKER,
} from "../../src/domain/by.ts"
import type { Calendar } from "../../src/domain/calendar.ts"
import { DomainError, type ErrorKind } from "../../src/domain/errors.ts"
import type { RemoteActor } from "../../src/domain/follower.ts"
import { paths } from "../../src/domain/paths.ts"
import { fieldsOfInput } from "../../src/input/event-fields.ts"
import { interviewInput } from "../../src/input/interview.ts"
import { parseInput } from "../../src/input/parse.ts"
import { insertAccount } from "../../src/store/accounts.ts"
import { readActor, readCalendar, readInstance } from "../../src/store/actors.ts"
import type { Trx } from "../../src/store/db.ts"
import { makeCalendars, plenary } from "../support/agenda.ts"
import { openSite, SECRET_KEY } from "../support/site.ts"

const NOW = new Date("2026-11-21T10:00:00Z")
const keys = createTokenKeys(SECRET_KEY)
let server: Awaited<ReturnType<typeof openSite>>
let agenda: Calendar
let entretiens: Calendar
let rencontres: Calendar
/** an account that stands in the database, so that it can be an author */
let accountId: string
beforeAll(async () => {
  server = await openSite(NOW, { oneKeyPair: true })
  const { db } = server
  await makeCalendars(db, server.site)
  agenda = (await readCalendar(db, "agenda"))!
  entretiens = (await readCalendar(db, "entretiens"))!
  rencontres = (await readCalendar(db, "rencontres"))!
  accountId = (await insertAccount(db, { name: "Ana", email: null, createdAt: NOW }, [])).id
})
afterAll(() => server.close())

const remoteActor = (name: string): RemoteActor => ({
  id: `https://elsewhere.example/${name}`,
  host: "elsewhere.example",
  type: "Person",
  handle: name,
  name,
  url: null,
  inbox: `https://elsewhere.example/${name}/inbox`,
  sharedInbox: null,
  fetchedAt: NOW,
})
const ana = remoteActor("ana")
const bob = remoteActor("bob")
const request = { id: `${ana.id}/1`, object: "https://communs.example/o", instrument: `${ana.id}/2` }
const url = "https://calendar.example/a.ics"

/** One action in one situation. */
interface Row {
  // biome-ignore lint/suspicious/noExplicitAny: the table holds functions of every shape
  of: (...parameters: any[]) => unknown
  /** what it asks the policy for */
  action: Permitted
  /** the calendar it is about; null: the whole site */
  on: "agenda" | "entretiens" | null
  /** the least role of somebody who has written nothing of what is there */
  least: Role
  /** who does it beside people */
  agent?: By
  /** how many entries it leaves in the audit log; 1 unless said */
  entries?: number
  /** it concerns a draft: those who may not read it learn nothing of it */
  draft?: boolean
  /** what has to be there before; its result is handed to `act` */
  // biome-ignore lint/suspicious/noExplicitAny: each row hands over what it needs
  arrange?: (trx: Trx) => Promise<any>
  // biome-ignore lint/suspicious/noExplicitAny: each row hands over what it needs
  act: (trx: Trx, by: By, arranged: any) => Promise<unknown>
}

const site = () => server.site
const event =
  (over: Parameters<typeof plenary>[0] = {}) =>
  (trx: Trx) =>
    createEvent(trx, site(), OPERATOR, plenary(over)).then(({ id }) => id)
const published = event()
const draft = event({ publish: false })
const interviewWith = (publish: boolean) =>
  parseInput(interviewInput, {
    calendar: "entretiens",
    title: "Une voix",
    summary: "Quelques mots.",
    content: "Un *entretien*.",
    interviewees: ["Ana"],
    published: "2026-11-20",
    publish,
  })
const interview = (publish: boolean) => (trx: Trx) =>
  createInterview(trx, site(), OPERATOR, interviewWith(publish)).then(({ id }) => id)
const source = (trx: Trx) => addSource(trx, site(), OPERATOR, { url, calendar: "agenda", tagMap: {}, publish: true })
const entry = () => ({
  uid: "entry@calendar.example",
  recurrenceId: "",
  fields: fieldsOfInput(plenary(), agenda),
  status: "scheduled" as const,
  full: false,
  page: null,
})
const creation = () => ({ steps: [{ what: "create", entry: entry(), digest: "1" }] }) as never
const followAna = async (trx: Trx) => {
  await followRemote(trx, site(), OPERATOR, ana)
  return { actorId: (await readInstance(trx)).id, remoteId: ana.id }
}
const like = async (trx: Trx) => ({
  objectPath: paths.event(await published(trx)),
  actor: ana.id,
  kind: "like" as const,
  activityId: `${ana.id}/like`,
})
const followRequest = () => ({ actor: agenda, remote: ana, follow: { id: `${ana.id}/follow`, object: "x" } })

const onPublished = { on: "agenda", arrange: published } as const
const change = { ...onPublished, action: "event:change", least: "publisher" } as const
const wholeSite = { on: null, least: "admin" } as const
const replyTo = (eventId: string) => ({
  id: `${ana.id}/replies/1`,
  actor: ana.id,
  objectPath: paths.event(eventId),
  inReplyTo: `https://agenda.example${paths.event(eventId)}`,
  content: "<p>Merci</p>",
  url: `${ana.id}/replies/1`,
  public: true,
  publishedAt: NOW,
  updatedAt: null,
})

const remote = { ...wholeSite, agent: byRemote(ana.id) } as const

const TABLE: Row[] = [
  {
    of: createEvent,
    action: "event:create",
    on: "agenda",
    least: "author",
    act: (trx, by) => createEvent(trx, site(), by, plenary({ publish: false })),
  },
  {
    of: createEvent,
    action: "event:create",
    on: "agenda",
    least: "publisher",
    act: (trx, by) => createEvent(trx, site(), by, plenary()),
  },
  {
    of: createEventIn,
    action: "event:create",
    on: "agenda",
    least: "author",
    act: (trx, by) => createEventIn(trx, site(), by, plenary({ publish: false })),
  },
  {
    of: publishEvent,
    action: "event:publish",
    on: "agenda",
    least: "validator",
    draft: true,
    arrange: draft,
    act: (trx, by, id) => publishEvent(trx, site(), by, id),
  },
  {
    of: updateEvent,
    action: "event:edit",
    least: "validator",
    ...onPublished,
    act: (trx, by, id) => updateEvent(trx, site(), by, id, { title: "Autre" }),
  },
  {
    of: updateEvent,
    action: "event:edit",
    on: "agenda",
    least: "validator",
    draft: true,
    arrange: draft,
    act: (trx, by, id) => updateEvent(trx, site(), by, id, { title: "Autre" }),
  },
  {
    of: authorizedEvent,
    action: "event:edit",
    least: "validator",
    entries: 0,
    ...onPublished,
    act: (trx, by, id) => authorizedEvent(trx, by, "event:edit", id),
  },
  { of: cancelEvent, ...change, act: (trx, by, id) => cancelEvent(trx, site(), by, id) },
  { of: postponeEvent, ...change, act: (trx, by, id) => postponeEvent(trx, site(), by, id) },
  {
    of: rescheduleEvent,
    ...change,
    act: (trx, by, id) => rescheduleEvent(trx, site(), by, id, { start: "2026-12-01T14:00" }),
  },
  {
    of: moveEventOnline,
    ...change,
    act: (trx, by, id) => moveEventOnline(trx, site(), by, id, "https://visio.example/"),
  },
  { of: markEventFull, ...change, act: (trx, by, id) => markEventFull(trx, site(), by, id) },
  {
    of: restoreEvent,
    ...change,
    arrange: async trx => (await cancelEvent(trx, site(), OPERATOR, await published(trx))).id,
    act: (trx, by, id) => restoreEvent(trx, site(), by, id),
  },
  {
    of: deleteEvent,
    action: "event:delete",
    least: "publisher",
    ...onPublished,
    act: (trx, by, id) => deleteEvent(trx, site(), by, id),
  },
  {
    of: deleteEvent,
    action: "event:delete",
    on: "agenda",
    least: "validator",
    draft: true,
    arrange: draft,
    act: (trx, by, id) => deleteEvent(trx, site(), by, id),
  },
  {
    of: duplicateEvent,
    action: "event:create",
    least: "author",
    ...onPublished,
    act: (trx, by, id) => duplicateEvent(trx, site(), by, id, {}),
  },
  {
    of: readEditorialEvent,
    action: "event:read-draft",
    on: "agenda",
    least: "author",
    entries: 0,
    draft: true,
    arrange: draft,
    act: (trx, by, id) => readEditorialEvent(trx, by, id),
  },
  {
    of: createInterview,
    action: "interview:create",
    on: "entretiens",
    least: "author",
    act: (trx, by) => createInterview(trx, site(), by, interviewWith(false)),
  },
  {
    of: createInterview,
    action: "interview:create",
    on: "entretiens",
    least: "publisher",
    act: (trx, by) => createInterview(trx, site(), by, interviewWith(true)),
  },
  {
    of: createInterviewIn,
    action: "interview:create",
    on: "entretiens",
    least: "author",
    act: (trx, by) => createInterviewIn(trx, site(), by, interviewWith(false)),
  },
  {
    of: publishInterview,
    action: "interview:publish",
    on: "entretiens",
    least: "validator",
    draft: true,
    arrange: interview(false),
    act: (trx, by, id) => publishInterview(trx, site(), by, id),
  },
  {
    of: updateInterview,
    action: "interview:edit",
    on: "entretiens",
    least: "validator",
    arrange: interview(true),
    act: (trx, by, id) => updateInterview(trx, site(), by, id, { title: "Autre" }),
  },
  {
    of: deleteInterview,
    action: "interview:delete",
    on: "entretiens",
    least: "publisher",
    arrange: interview(true),
    act: (trx, by, id) => deleteInterview(trx, site(), by, id),
  },
  {
    of: readEditorialInterview,
    action: "interview:read-draft",
    on: "entretiens",
    least: "author",
    entries: 0,
    draft: true,
    arrange: interview(false),
    act: (trx, by, id) => readEditorialInterview(trx, by, id),
  },
  {
    of: ensureInstance,
    action: "site:edit",
    ...wholeSite,
    // at the first start only, by the operator
    entries: 0,
    arrange: trx => trx.updateTable("actor").set({ handle: "before" }).where("handle", "=", "instance").execute(),
    act: (trx, by) => ensureInstance(trx, site(), by),
  },
  {
    of: createPublisher,
    action: "publisher:edit",
    ...wholeSite,
    act: (trx, by) => createPublisher(trx, site(), by, { handle: "autre", name: "Autre", language: "fr", summary: "" }),
  },
  {
    of: ensurePublisher,
    action: "publisher:edit",
    ...wholeSite,
    act: (trx, by) =>
      ensurePublisher(trx, site(), by, { handle: "redaction", name: "Autre", language: "fr", summary: "" }),
  },
  {
    of: createCalendar,
    action: "calendar:create",
    ...wholeSite,
    act: async (trx, by) => {
      const input = { handle: "conseil", kind: "agenda", name: "Conseil", language: "fr", summary: "" } as const
      const publisher = (await readActor(trx, "redaction"))!
      return createCalendar(trx, site(), by, { ...input, timeZone: "Europe/Paris" }, publisher.id)
    },
  },
  {
    of: updateActor,
    action: "calendar:edit",
    on: "agenda",
    least: "admin",
    act: (trx, by) => updateActor(trx, site(), by, agenda, { name: "Autre", summary: "", language: "fr" }),
  },
  {
    of: load,
    action: "content:load",
    ...wholeSite,
    act: (trx, by) => load(trx, site(), by, { licence: "CC-BY-4.0" }),
  },
  {
    of: createExportedEvent,
    action: "event:create",
    on: "agenda",
    least: "publisher",
    act: (trx, by) =>
      createExportedEvent(
        trx,
        site(),
        by,
        parseInput(exportedEventInput, { calendar: "agenda", title: "Un atelier", start: "2026-12-01" }),
        "",
      ),
  },
  {
    of: resendDeliveries,
    action: "delivery:resend",
    ...wholeSite,
    act: (trx, by) => resendDeliveries(trx, site(), by, "all"),
  },
  {
    of: addSource,
    action: "source:add",
    on: "agenda",
    least: "publisher",
    act: (trx, by) => addSource(trx, site(), by, { url, calendar: "agenda", tagMap: {}, publish: true }),
  },
  {
    of: fileSource,
    action: "source:import",
    on: "agenda",
    least: "publisher",
    entries: 0,
    act: (trx, by) => fileSource(trx, site(), by, agenda),
  },
  {
    of: removeSource,
    action: "source:remove",
    on: "agenda",
    least: "publisher",
    arrange: source,
    act: (trx, by, { id }) => removeSource(trx, site(), by, id),
  },
  {
    of: askSource,
    action: "source:refresh",
    on: "agenda",
    least: "publisher",
    arrange: source,
    act: (trx, by, { id }) => askSource(trx, site(), by, id, false),
  },
  {
    of: importCalendar,
    action: "source:import",
    on: "agenda",
    least: "publisher",
    entries: 0,
    act: (trx, by) => importCalendar(trx, by, "agenda"),
  },
  {
    of: authorizeRefresh,
    action: "source:refresh",
    on: "agenda",
    least: "publisher",
    entries: 0,
    arrange: source,
    act: (trx, by, { id }) => authorizeRefresh(trx, by, id),
  },
  {
    of: applyPlan,
    action: "source:import",
    on: "agenda",
    least: "publisher",
    arrange: source,
    act: (trx, by, into) => applyPlan(trx, site(), by, into, agenda, creation()),
  },
  {
    of: applyStep,
    action: "event:change",
    on: "agenda",
    least: "publisher",
    arrange: async trx => {
      const into = await source(trx)
      await applyPlan(trx, site(), OPERATOR, into, agenda, creation())
      return into.id
    },
    act: (trx, by, id) =>
      applyStep(trx, site(), by, id, {
        what: "cancel",
        existing: entry(),
        entry: null,
        digest: "",
        state: "cancelled",
      } as never),
  },
  {
    of: createInvitation,
    action: "account:invite",
    ...wholeSite,
    act: (trx, by) => createInvitation(trx, site(), by, { role: "author", calendarIds: null }),
  },
  {
    of: createToken,
    action: "token:create",
    ...wholeSite,
    act: (trx, by) => createToken(trx, site(), by, keys, { name: "Un jeton", scopes: ["read"] }),
  },
  {
    of: readAuditLog,
    action: "audit:read",
    ...wholeSite,
    entries: 0,
    act: (trx, by) => readAuditLog(trx, by, { after: null, limit: 1 }),
  },
  { of: listTokens, action: "token:read", ...wholeSite, entries: 0, act: (trx, by) => listTokens(trx, by) },
  {
    of: revokeToken,
    action: "token:revoke",
    ...wholeSite,
    arrange: trx => createToken(trx, site(), OPERATOR, keys, { name: "Un jeton", scopes: ["read"] }),
    act: (trx, by, { token }) => revokeToken(trx, site(), by, token.id),
  },
  {
    of: followRemote,
    action: "partner:follow",
    ...wholeSite,
    act: (trx, by) => followRemote(trx, site(), by, ana),
  },
  {
    of: unfollow,
    action: "partner:unfollow",
    ...wholeSite,
    arrange: followAna,
    act: (trx, by) => unfollow(trx, site(), by, ana.id),
  },
  {
    of: movePartner,
    action: "partner:move",
    ...remote,
    arrange: followAna,
    act: (trx, by) => movePartner(trx, site(), by, ana.id, bob),
  },
  {
    of: answerToFollow,
    action: "partner:answer",
    ...remote,
    arrange: followAna,
    act: (trx, by, who) => answerToFollow(trx, site(), by, who, "accepted"),
  },
  {
    of: settleFollowing,
    action: "partner:answer",
    ...remote,
    arrange: followAna,
    act: (trx, by) => settleFollowing(trx, site(), by, { remote: ana, counted: ["instance"] }),
  },
  {
    of: acceptFollow,
    action: "follower:accept",
    ...remote,
    act: (trx, by) => acceptFollow(trx, site(), by, followRequest()),
  },
  {
    of: endFollow,
    action: "follower:remove",
    ...remote,
    arrange: trx => acceptFollow(trx, site(), OPERATOR, followRequest()),
    act: (trx, by) => endFollow(trx, site(), by, { actorId: agenda.id, remoteId: ana.id }, null, NOW),
  },
  {
    of: react,
    action: "reaction:add",
    ...remote,
    arrange: like,
    act: (trx, by, reaction) => react(trx, site(), by, reaction, null),
  },
  {
    of: takeBack,
    action: "reaction:remove",
    ...remote,
    arrange: async trx => {
      const reaction = await like(trx)
      await react(trx, site(), OPERATOR, reaction, null)
      return reaction
    },
    act: (trx, by, reaction) => takeBack(trx, site(), by, reaction, NOW),
  },
  {
    of: storeReply,
    action: "reply:store",
    ...remote,
    arrange: published,
    act: (trx, by, id) => storeReply(trx, site(), by, replyTo(String(id))),
  },
  {
    of: removeReply,
    action: "reply:remove",
    ...remote,
    arrange: async trx => {
      const reply = replyTo(String(await published(trx)))
      await storeReply(trx, site(), OPERATOR, reply)
      return reply.id
    },
    act: (trx, by, id) => removeReply(trx, site(), by, { id: String(id), sender: ana.id, at: NOW }),
  },
  {
    // nobody follows the sender: then nothing is stored, and nothing is audited
    of: storePartnerEvent,
    action: "partner-event:store",
    ...remote,
    entries: 0,
    act: (trx, by) =>
      storePartnerEvent(trx, site(), by, {
        id: `${ana.id}/events/1`,
        partners: [ana.id],
        sender: ana.id,
        fetched: false,
        activityId: null,
        updatedAt: null,
      } as unknown as Parameters<typeof storePartnerEvent>[3]),
  },
  {
    of: removePartnerEvent,
    action: "partner-event:remove",
    ...remote,
    entries: 0,
    act: (trx, by) => removePartnerEvent(trx, site(), by, { id: `${ana.id}/events/1`, sender: ana.id, at: NOW }),
  },
  {
    of: authorizeQuote,
    action: "quote:authorize",
    ...remote,
    arrange: published,
    act: (trx, by, id) =>
      authorizeQuote(trx, site(), by, { actorId: agenda.id, target: paths.event(id), remote: ana, request }),
  },
  {
    of: ignoreJoin,
    action: "join:ignore",
    ...remote,
    act: (trx, by) => ignoreJoin(trx, site(), by, { actorId: agenda.id, remote: ana, join: request }),
  },
  {
    of: forgetActor,
    action: "remote-actor:forget",
    ...remote,
    act: (trx, by) => forgetActor(trx, site(), by, ana.id, NOW),
  },
  {
    of: renderSome,
    action: "rendering:renew",
    ...wholeSite,
    agent: WORKER,
    entries: 0,
    act: (trx, by) => renderSome(trx, site(), by),
  },
]

/** Parts of actions that have rows: they ask, write or change for each of them. */
const PARTS_OF_ACTIONS = ["audit", "authorizeAndAudit", "authorizedInterview", "change"]

test("every exported action that takes who acts has a row", async () => {
  const root = fileURLToPath(new URL("../../src/actions/", import.meta.url))
  const names: string[] = []
  const functions = new Set<unknown>()
  for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue
    const declarations = readFileSync(root + file, "utf8").split(
      /^(?=export |const |function |async |interface |type )/m,
    )
    for (const declaration of declarations) {
      const name = /^export (?:async function|function|const) (\w+)/.exec(declaration)?.[1]
      if (!name || !/\bby: By\b/.test(declaration) || PARTS_OF_ACTIONS.includes(name)) continue
      names.push(name)
      functions.add((await import(root + file))[name])
    }
  }
  expect(names.length).toBe(functions.size)
  expect([...new Set(TABLE.map(({ of }) => of.name))].sort()).toEqual(names.sort())
  expect(new Set(TABLE.map(({ of }) => of))).toEqual(functions)
})

const account = (grants: Grant[]): ByAccount => ({ kind: "account", id: accountId, name: "Ana", grants })
const token = (scopes: readonly Scope[], grants: Grant[]): By => ({
  kind: "token",
  id: "00000000-0000-4000-8000-000000000001",
  name: "Un jeton",
  scopes,
  account: account(grants),
})
const everything: Grant[] = [{ role: "admin", calendarId: null }]

/** Who is refused, and whether they may read drafts of the calendar. */
function refused({ action, on, least, agent }: Row): [who: string, By, reads: boolean][] {
  const calendarId = on === null ? null : on === "agenda" ? agenda.id : entretiens.id
  const needed: readonly Scope[] = [PERMISSIONS[action].scope].flat()
  const lacking = SCOPES.filter(scope => scope !== "admin" && !needed.includes(scope))
  const lower = ROLES.slice(0, ROLES.indexOf(least))
  const elsewhere = ROLES.map(role => ({ role, calendarId: rencontres.id }))
  return [
    ["a visitor", VISITOR, false],
    ...(agent === WORKER ? [] : [["the worker", WORKER, false] as [string, By, boolean]]),
    ["a source of another calendar", bySource({ id: "s", name: null, calendarId: rencontres.id }), false],
    ["another actor elsewhere", byRemote(bob.id), false],
    ["an account without a role", account([]), false],
    ...elsewhere.map((grant): [string, By, boolean] => [`${grant.role} of another calendar`, account([grant]), false]),
    ...elsewhere.map((grant): [string, By, boolean] => [
      `a token of an ${grant.role} of another calendar`,
      token(["admin"], [grant]),
      false,
    ]),
    ["a token without the scope", token(lacking, everything), lacking.includes("read")],
    ...lower.map((role): [string, By, boolean] => [`${role}`, account([{ role, calendarId }]), true]),
    ...lower.map((role): [string, By, boolean] => [
      `a token of an account that is ${role}`,
      token(["admin"], [{ role, calendarId }]),
      true,
    ]),
  ]
}

/** Rows that this transaction has written so far, of all tables. */
async function written(trx: Trx): Promise<unknown> {
  const { rows } = await sql`select relname, n_tup_ins, n_tup_upd, n_tup_del from pg_stat_xact_user_tables
    where n_tup_ins + n_tup_upd + n_tup_del > 0 order by relname`.execute(trx)
  return rows
}

class Undone extends Error {}

/** Whatever is done in it leaves nothing behind. */
const undone = (work: (trx: Trx) => Promise<void>): Promise<void> =>
  server.db
    .transaction()
    .execute(async trx => {
      await work(trx as Trx)
      throw new Undone()
    })
    .catch(error => {
      if (!(error instanceof Undone)) throw error
    })

const kindOf = async (promise: Promise<unknown>): Promise<ErrorKind | "done"> => {
  try {
    await promise
    return "done"
  } catch (error) {
    if (error instanceof DomainError) return error.kind
    throw error
  }
}

const entriesAfter = (trx: Trx, last: number) =>
  trx.selectFrom("audit").select(["byKind", "byId", "action"]).where("id", ">", last).execute()
const lastEntry = async (trx: Trx): Promise<number> =>
  (await trx.selectFrom("audit").select("id").orderBy("id", "desc").limit(1).executeTakeFirst())?.id ?? 0

test.each(TABLE.map(row => [row.of.name, row.draft ? "of a draft" : "", row.least, row] as const))(
  "%s %s is refused to everybody below %s, and written down when it is done",
  async (_name, _draft, _least, row) => {
    const { action, on, least, agent, entries = 1 } = row
    await undone(async trx => {
      const arranged = await row.arrange?.(trx)
      const before = await written(trx)
      const all = refused(row)
      const answers: [string, string][] = []
      for (const [who, by] of all) answers.push([who, await kindOf(row.act(trx, by, arranged))])
      expect(answers).toEqual(all.map(([who, , reads]) => [who, row.draft && !reads ? "not-found" : "forbidden"]))
      expect(await written(trx)).toEqual(before)

      const calendarId = on === null ? null : on === "agenda" ? agenda.id : entretiens.id
      const by = agent ?? account([{ role: least, calendarId }])
      const last = await lastEntry(trx)
      await row.act(trx, by, arranged)
      const byId = by.kind === "account" ? by.id : by.kind === "remote" ? by.actor : null
      expect(await entriesAfter(trx, last)).toEqual(Array(entries).fill({ byKind: by.kind, byId, action }))
    })
  },
)

test("an invitation that is accepted leaves two entries: the account, and its token", () =>
  undone(async trx => {
    const secret = await createInvitation(trx, site(), OPERATOR, { role: "author", calendarIds: null })
    const last = await lastEntry(trx)
    const { account } = (await acceptInvitation(trx, site(), keys, secret))!
    expect(await entriesAfter(trx, last)).toEqual([
      { byKind: "account", byId: account.id, action: "account:accept" },
      { byKind: "operator", byId: null, action: "token:create" },
    ])
    expect(await acceptInvitation(trx, site(), keys, secret)).toBeNull()
    expect((await entriesAfter(trx, last)).length).toBe(2)
  }))
