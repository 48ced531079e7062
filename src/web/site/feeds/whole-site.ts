import { readFile } from "node:fs/promises"
import type { Context } from "hono"
import { notFound } from "../../../domain/errors.ts"
import { absolute, paths } from "../../../domain/paths.ts"
import { dcat } from "../../../feeds/data/dcat.ts"
import { MEDIA_TYPES } from "../../../feeds/data/media-types.ts"
import { openAgenda } from "../../../feeds/data/open-agenda.ts"
import type { Listing } from "../../../feeds/listing.ts"
import { scheduleJson } from "../../../feeds/schedule/schedule-json.ts"
import { scheduleXml } from "../../../feeds/schedule/schedule-xml.ts"
import { answerFeed } from "../../../http/feed.ts"
import { listCalendars } from "../../../store/actors.ts"
import { lastModifiedOf } from "./changes.ts"
import { answerExport } from "./export.ts"
import { newest } from "./head.ts"
import type { Feeding } from "./selection.ts"
import { everything, ofEvent } from "./selections.ts"
import { tableOf } from "./table.ts"

const JSON_TYPE = "application/json; charset=utf-8"

const SCHEMA = new URL("../../../../docs/agenda.xsd", import.meta.url)

/**
 * Feeds at addresses of their own: catalogue, XML schema, OpenAgenda, export and the schedule of a programme, by route.
 */
export function wholeSite(feeding: Feeding): Record<string, (c: Context) => Promise<Response>> {
  const { db, origin } = feeding

  async function site(c: Context, path: string) {
    const selection = await everything(feeding, {}, {})
    const listing: Listing = { ...selection.head, source: absolute(origin, path) }
    return { feeding, selection, listing, query: new URL(c.req.url).searchParams }
  }

  async function catalogue(c: Context) {
    const { listing } = await site(c, paths.catalogue())
    const calendars = await listCalendars(db)
    const lastModified = newest([listing.updatedAt, ...calendars.map(({ updatedAt }) => updatedAt)])
    const body = dcat({ ...listing, updatedAt: lastModified }, calendars)
    return answerFeed(c, { body, contentType: MEDIA_TYPES.jsonld, fileName: "catalogue.jsonld", lastModified })
  }

  async function agenda(c: Context) {
    const made = await tableOf((listing, { events }) => openAgenda(listing, events))(await site(c, paths.openAgenda()))
    return answerFeed(c, { ...made, contentType: JSON_TYPE, fileName: "openagenda.json" })
  }

  async function schema(c: Context) {
    const { listing } = await site(c, paths.xmlSchema())
    const [body, lastModified] = [await readFile(SCHEMA), listing.updatedAt]
    return answerFeed(c, { body, contentType: MEDIA_TYPES.xml, fileName: "agenda.xsd", lastModified })
  }

  const wholeExport = async (c: Context) => answerExport(c, db, await lastModifiedOf(await site(c, paths.export())))

  async function schedule(c: Context) {
    const { slug, format } = paths.schedule.parse(new URL(c.req.url).pathname) ?? {}
    if (!slug || !format) throw notFound("address")
    const selection = await ofEvent(feeding, { slug }, {})
    const listing: Listing = { ...selection.head, source: absolute(origin, paths.schedule(selection.fileName, format)) }
    const lastModified = await lastModifiedOf({ feeding, selection, listing, query: new URLSearchParams() })
    return answerFeed(c, {
      body: format === "xml" ? scheduleXml(selection.event!, origin) : scheduleJson(selection.event!, origin),
      contentType: format === "xml" ? MEDIA_TYPES.xml : JSON_TYPE,
      fileName: `${selection.fileName}-schedule.${format}`,
      lastModified,
    })
  }

  return {
    [paths.catalogue.route]: catalogue,
    [paths.openAgenda.route]: agenda,
    [paths.xmlSchema.route]: schema,
    [paths.export.route]: wholeExport,
    [paths.schedule.route]: schedule,
  }
}
