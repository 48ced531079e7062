import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { WholeEvent } from "../../domain/event.ts"
import { paths } from "../../domain/paths.ts"
import { readActorById } from "../../store/actors.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { readEvents } from "../../store/events.ts"
import { readInterview } from "../../store/interviews.ts"
import { tryLock } from "../../store/locks.ts"
import { type ObjectToStore, outdatedObjects, putObjects } from "../../store/objects.ts"
import { readPlaces } from "../../store/places.ts"
import {
  lockFirst,
  publicIdsAfter,
  RENDERING_STEPS,
  type RenderingProgress,
  type RenderingStep,
  readRendered,
  readTexts,
  replaceText,
  writeRendered,
} from "../../store/rendered.ts"
import { audit } from "../audit.ts"
import { pageOfActor } from "../calendars/update.ts"
import type { Site } from "../site.ts"
import { toStore } from "./objects.ts"

/** At most 0.2 s of work: an edit of one of these rows waits so long. */
const AT_ONCE = 50

/** `waiting`: another worker does it right now, or somebody edits the next row. */
export type Round = { state: "current" } | { state: "waiting" } | ({ state: "going" | "done" } & RenderingProgress)

/**
 * Renders some of what is stored anew when it was made by an older version of the renderers, and keeps how far it came in the same
 * transaction: whoever is killed, another goes on. Only what then says something else is written, so that entity tags, LAST-MODIFIED
 * and sync tokens move for nothing else.
 *
 * Followers are sent nothing: their servers would show each post as edited, and who reads an object finds the new form. A Tombstone
 * and the authorization of a quote hold nothing but ids: they stay.
 */
export const renderSome = (db: Db, site: Site, by: By, size = AT_ONCE): Promise<Round> =>
  transact(db, async trx => {
    authorize(by, "rendering:renew")
    if (!(await tryLock(trx, "rendering"))) return { state: "waiting" }
    const stored = await readRendered(trx)
    const versions = { texts: site.texts.version, objects: site.wire.version }
    // a newer version may be at work beside this one: what it made is left alone
    const anew = { texts: stored.texts < versions.texts, objects: stored.objects < versions.objects }
    if (!anew.texts && !anew.objects) return { state: "current" }
    const last = stored.advance
    const advance: RenderingProgress =
      last?.texts === versions.texts && last.objects === versions.objects
        ? last
        : { ...versions, step: RENDERING_STEPS[0], after: null, seen: 0, changed: 0 }

    const ids = await publicIdsAfter(trx, advance.step, advance.after, size)
    const some = await lockFirst(trx, advance.step, ids)
    if (ids.length > 0 && some.length === 0) return { state: "waiting" }
    const changed = some.length > 0 ? await RENDER[advance.step](trx, site, some, anew) : 0
    const seen = { seen: advance.seen + some.length, changed: advance.changed + changed }
    const step = ids.length > 0 ? advance.step : RENDERING_STEPS[RENDERING_STEPS.indexOf(advance.step) + 1]
    if (step === undefined) {
      const { texts, objects } = stored
      await writeRendered(trx, {
        texts: Math.max(texts, versions.texts),
        objects: Math.max(objects, versions.objects),
      })
      if (seen.changed > 0)
        await audit(trx, site, by, "rendering:renew", { kind: "site", id: null, details: { ...versions, ...seen } })
      return { state: "done", ...advance, ...seen }
    }
    const next = { ...advance, ...seen, step, after: some.at(-1) ?? null }
    await writeRendered(trx, { ...stored, advance: next })
    return { state: "going", ...next }
  })

interface Anew {
  texts: boolean
  objects: boolean
}

/** Each renders these rows and says how many texts and objects it changed. */
const RENDER: Record<RenderingStep, (trx: Trx, site: Site, ids: string[], anew: Anew) => Promise<number>> = {
  async actor(trx, site, ids, { objects }) {
    if (!objects) return 0
    const actors = await Promise.all(ids.map(async id => (await readActorById(trx, id))!))
    const rendered = actors.map(async actor =>
      toStore(await site.wire.actor(trx, actor), actor.id, pageOfActor(actor), site.now()),
    )
    return replaceObjects(trx, await Promise.all(rendered))
  },
  async place(trx, site, ids, { objects }) {
    if (!objects) return 0
    const places = await readPlaces(trx, ids)
    return replaceObjects(
      trx,
      places.map(place => toStore(site.wire.place(place), null, null, site.now())),
    )
  },
  async event(trx, site, ids, { texts, objects }) {
    const events = await readEvents(trx, ids)
    return (texts ? await replaceTexts(trx, site, events) : 0) + (objects ? await replaceEvents(trx, site, events) : 0)
  },
  async interview(trx, site, ids, { objects }) {
    if (!objects) return 0
    const interviews = await Promise.all(ids.map(async id => (await readInterview(trx, { id }))!))
    return replaceObjects(
      trx,
      interviews.map(interview =>
        toStore(site.wire.interview(interview), interview.calendarId, paths.interviewPage(interview.slug), site.now()),
      ),
    )
  },
}

const replaceEvents = (trx: Trx, site: Site, events: readonly WholeEvent[]): Promise<number> =>
  replaceObjects(
    trx,
    events.flatMap(event =>
      [site.wire.event(event), ...event.news.map(news => site.wire.news(news, event))].map(object =>
        toStore(object, event.calendarId, paths.eventPage(event.slug), site.now()),
      ),
    ),
  )

async function replaceObjects(trx: Trx, objects: readonly ObjectToStore[]): Promise<number> {
  return (await putObjects(trx, await outdatedObjects(trx, objects))).length
}

/** A text that says something else has changed now: calendar programs take it only when LAST-MODIFIED grew. */
async function replaceTexts(trx: Trx, site: Site, events: readonly WholeEvent[]): Promise<number> {
  const { texts } = site
  const stored = await readTexts(
    trx,
    events.map(({ id }) => id),
  )
  const differs = (id: string, text: string) => !texts.saySame(stored.get(id) ?? "", text)
  let changed = 0
  for (const event of events) {
    const changedAt = new Date(
      Math.max(site.now().getTime(), ...[event, ...event.sessions].map(last => last.changedAt.getTime() + 1000)),
    )
    for (const session of event.sessions) {
      if (!differs(session.id, texts.session(session, event))) continue
      const ical = texts.session({ ...session, changedAt }, event)
      await replaceText(trx, "session", session.id, { ical, changedAt })
      changed++
    }
    if (!differs(event.id, texts.event(event))) continue
    await replaceText(trx, "event", event.id, { ical: texts.event({ ...event, changedAt }), changedAt })
    changed++
  }
  return changed
}
