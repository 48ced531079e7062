import { type Context, Hono } from "hono"
import { cors } from "hono/cors"
import { type Calendar, slugOf } from "../domain/calendar.ts"
import { DomainError } from "../domain/errors.ts"
import { paths } from "../domain/paths.ts"
import { calendarFeed } from "../feeds/ical/feed.ts"
import { readCalendar } from "../store/actors.ts"
import type { Db } from "../store/db.ts"
import { readEvent } from "../store/events.ts"
import { type LastChanges, readEventTexts, readLastChanges, readProgrammeTexts } from "../store/feeds.ts"
import { answerFeed, problem } from "./feeds/answer.ts"
import { type Head, headOf, headOfSite } from "./feeds/head.ts"
import { AHEAD, KEPT_AFTER, type Window, windowOf } from "./feeds/window.ts"

export interface FeedsDeps {
  db: Db
  origin: string
  now?: () => Date
}

/** Google reads 1 MB of a calendar and drops the rest: at 1.2 kB an event, 700 stay below. */
const MOST_EVENTS = 700

const METHODS = ["GET", "HEAD", "OPTIONS"]

/**
 * Calendars to subscribe to: `/tout.ics`, `/@{handle}.ics`, `/tags/{tag}.ics` with `?from=&to=`, and `/e/{slug}.ics`, an event
 * with its sessions. They are iCalendar whatever the Accept header says: programs that read calendars say anything there.
 */
export function feedsApp({ db, origin, now = () => new Date() }: FeedsDeps): Hono {
  const app = new Hono()
  const routes: Record<string, (c: Context, name: string) => Promise<Response>> = {
    [paths.feed(paths.home(), "ics")]: c => everything(c),
    "/:file{@[a-z0-9_]+\\.ics}": (c, name) => calendar(c, name.slice(1)),
    "/tags/:file{.+\\.ics}": (c, name) => tag(c, name),
    "/e/:file{[a-z0-9-]+\\.ics}": (c, name) => event(c, name),
  }
  for (const [path, answer] of Object.entries(routes)) {
    app.use(path, cors({ origin: "*", allowMethods: METHODS, exposeHeaders: ["ETag", "Last-Modified"] }))
    app.get(path, c => answer(c, (c.req.param("file") ?? "").slice(0, -".ics".length)))
    app.all(path, c => {
      c.header("Allow", METHODS.join(", "))
      return problem(c, 405, "A calendar can only be read")
    })
  }
  app.onError((error, c) => {
    if (!(error instanceof DomainError)) throw error
    return problem(c, 400, "This address cannot be read", { detail: error.message, errors: error.problems })
  })

  async function everything(c: Context): Promise<Response> {
    const head = await headOfSite(db, origin, paths.home(), paths.feed(paths.home(), "ics"))
    return windowed(c, head, { calendar: null, fileName: "tout" })
  }

  async function calendar(c: Context, handle: string): Promise<Response> {
    const found = await readCalendar(db, handle)
    if (!found) return problem(c, 404, `There is no calendar @${handle}`)
    const page = paths.calendarPage(handle)
    const head = {
      ...headOf(found, origin, page, paths.feed(page, "ics")),
      name: found.name,
      description: found.summary,
    }
    return windowed(c, head, { calendar: found, fileName: handle })
  }

  async function tag(c: Context, name: string): Promise<Response> {
    // PostgreSQL takes no NUL
    if (/\p{Cc}/u.test(name) || name.length > 100) return problem(c, 404, "There is no such tag")
    const page = paths.tagPage(name)
    const head = await headOfSite(db, origin, page, paths.feed(page, "ics"))
    return windowed(
      c,
      { ...head, name: `#${name} · ${head.name}` },
      { calendar: null, tag: name, fileName: slugOf(name) },
    )
  }

  async function event(c: Context, slug: string): Promise<Response> {
    const found = await readEvent(db, { slug })
    if (found?.state === "deleted") return problem(c, 410, "This event was deleted")
    if (found?.state !== "published") return problem(c, 404, "There is no such event")
    const page = paths.eventPage(slug)
    const head = {
      ...headOf(found.calendar, origin, page, paths.feed(page, "ics")),
      name: found.title,
      description: found.summary,
    }
    const body = calendarFeed(head, await readProgrammeTexts(db, found.id))
    const lastModified = latest([found.changedAt, found.calendar.updatedAt], now())
    return answerFeed(c, { body, contentType: CALENDAR, fileName: `${slug}.ics`, lastModified })
  }

  async function windowed(
    c: Context,
    head: Head,
    { calendar, tag, fileName }: { calendar: Calendar | null; tag?: string; fileName: string },
  ): Promise<Response> {
    const at = now()
    const window = windowOf(new URL(c.req.url).searchParams, head.timeZone, at)
    const { from, to } = window
    const cancelledSince = new Date(at.getTime() - KEPT_AFTER)
    const [texts, changes] = await Promise.all([
      readEventTexts(db, { calendar: calendar?.handle, tag, from, to, cancelledSince, limit: MOST_EVENTS }),
      readLastChanges(db, { calendarId: calendar?.id ?? null, from, to, cancelledSince }),
    ])
    const lastModified = latest([head.updatedAt, ...changesOf(changes, window)], at)
    return answerFeed(c, {
      body: calendarFeed(head, texts),
      contentType: CALENDAR,
      fileName: `${fileName}.ics`,
      lastModified,
    })
  }

  return app
}

const CALENDAR = "text/calendar; charset=utf-8"

/** Beside edits, a window that moves lets events in and out: those times count too, or If-Modified-Since would hide it. */
function changesOf(changes: LastChanges, { given }: Window): (Date | null)[] {
  const later = (date: Date | null, by: number) => date && new Date(date.getTime() + by)
  return [
    changes.changed,
    given.from ? null : later(changes.overAtFrom, KEPT_AFTER),
    given.to ? null : later(changes.startsBeforeTo, -AHEAD),
    later(changes.cancelledOver, KEPT_AFTER),
  ]
}

/** Never after `now`: a Last-Modified of the future is ignored (RFC 9110, 8.8.2.1). */
const latest = (dates: (Date | null)[], now: Date): Date =>
  new Date(Math.min(Math.max(...dates.map(date => date?.getTime() ?? 0)), now.getTime()))
