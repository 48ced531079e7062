import { sql } from "kysely"
import type { Db, Trx } from "./db.ts"
import { readSetting, writeSetting } from "./settings.ts"

const KEY = "rendered"

/** Versions of the renderers that made what is stored: calendar texts, ActivityPub objects. */
interface RendererVersions {
  texts: number
  objects: number
}

/** What is rendered again, in this order. */
export const RENDERING_STEPS = ["actor", "place", "event", "interview"] as const
export type RenderingStep = (typeof RENDERING_STEPS)[number]

/** How far rendering again has come: it goes on there after an interruption. */
export interface RenderingProgress extends RendererVersions {
  step: RenderingStep
  /** id of the last row that was done; null: none of this step */
  after: string | null
  seen: number
  changed: number
}

interface Rendered extends RendererVersions {
  advance?: RenderingProgress
}

/** Version 0 in a database without the setting: a new one, or of a Beffroi that did not record versions. */
export const readRendered = async (db: Db): Promise<Rendered> =>
  (await readSetting<Rendered>(db, KEY)) ?? { texts: 0, objects: 0 }

export const writeRendered = (trx: Trx, rendered: Rendered): Promise<void> => writeSetting(trx, KEY, rendered)

/** Where the ids of a step come from: events and interviews are rendered while they are public. */
const RENDERED = {
  actor: "actor",
  place: "place",
  event: "public_event",
  interview: "public_interview",
} as const satisfies Record<RenderingStep, string>

/** Ids of what is public, after the given one. */
export async function publicIdsAfter(
  db: Db,
  step: RenderingStep,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(RENDERED[step])} where ${after}::uuid is null or id > ${after}::uuid
    order by id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Locks the first of these rows, up to one that another transaction has locked: that one is waited for without holding the others. */
export async function lockFirst(trx: Trx, step: RenderingStep, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(step)} where id = any(${ids}::uuid[]) for update skip locked`.execute(trx)
  const locked = new Set(rows.map(({ id }) => id))
  const held = ids.findIndex(id => !locked.has(id))
  return held === -1 ? [...ids] : ids.slice(0, held)
}

/** The stored calendar texts of events and of their sessions, by id. */
export async function readTexts(trx: Trx, eventIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; ical: string }>`
    select id, ical from event where id = any(${eventIds}::uuid[]) and ical is not null
    union all select id, ical from session where event_id = any(${eventIds}::uuid[]) and ical is not null`.execute(trx)
  return new Map(rows.map(({ id, ical }) => [id, ical]))
}

export async function replaceText(
  trx: Trx,
  table: "event" | "session",
  id: string,
  { ical, changedAt }: { ical: string; changedAt: Date },
): Promise<void> {
  await trx.updateTable(table).set({ ical, changedAt }).where("id", "=", id).execute()
}
