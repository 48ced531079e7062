import { Hono } from "hono"
import { cors } from "hono/cors"
import { createTokenKeys } from "../access/tokens.ts"
import type { Site } from "../actions/site.ts"
import type { Importer } from "../actions/sources/importer.ts"
import { API } from "../domain/addresses/api.ts"
import { notFound } from "../domain/errors.ts"
import type { Db } from "../store/db.ts"
import { listAudit } from "./audit.ts"
import { getCalendar, listAllCalendars, patchCalendar, postCalendar } from "./calendars.ts"
import { listDeliveries, resendDelivery } from "./deliveries.ts"
import { cancel, duplicate, full, moveOnline, postpone, publish, reschedule, restore } from "./event-verbs.ts"
import { getEvent, listEvents, patchEvent, postEvent, removeEvent } from "./events.ts"
import { listHosts } from "./hosts.ts"
import {
  getInterview,
  listInterviews,
  patchInterview,
  postInterview,
  publishInterviewDraft,
  removeInterview,
} from "./interviews.ts"
import { otherMethods } from "./methods.ts"
import { openApiDocument } from "./openapi.ts"
import { listPlaces } from "./places.ts"
import { problemResponse } from "./problem.ts"
import { getProgramme, putProgramme } from "./programme.ts"
import { deleteSource, getSource, listAllSources, postSource, refreshSource } from "./sources.ts"

interface ApiAppDeps {
  db: Db
  site: Site
  /** SECRET_KEY, from which the key of the tokens is derived */
  secretKey: string
  importer: Importer
}

const EVERYTHING = "/api/*"

/** The JSON API: a table of contents. */
export function apiApp({ db, site, secretKey, importer }: ApiAppDeps): Hono {
  const deps = { db, site, importer, keys: createTokenKeys(secretKey) }
  const app = new Hono()
  app.onError(error => problemResponse(error, site.origin))
  app.on(
    ["GET", "OPTIONS"],
    EVERYTHING,
    cors({ origin: "*", allowMethods: ["GET", "HEAD"], exposeHeaders: ["Link", "ETag"] }),
  )

  app.get(API.document.route, openApiDocument(app, site.origin))

  app.get(API.events.route, ...listEvents(deps))
  app.post(API.events.route, ...postEvent(deps))
  app.get(API.event.route, ...getEvent(deps))
  app.patch(API.event.route, ...patchEvent(deps))
  app.delete(API.event.route, ...removeEvent(deps))
  app.post(API.publishEvent.route, ...publish(deps))
  app.post(API.cancelEvent.route, ...cancel(deps))
  app.post(API.postponeEvent.route, ...postpone(deps))
  app.post(API.rescheduleEvent.route, ...reschedule(deps))
  app.post(API.moveEventOnline.route, ...moveOnline(deps))
  app.post(API.markEventFull.route, ...full(deps))
  app.post(API.restoreEvent.route, ...restore(deps))
  app.post(API.duplicateEvent.route, ...duplicate(deps))
  app.get(API.programme.route, ...getProgramme(deps))
  app.put(API.programme.route, ...putProgramme(deps))

  app.get(API.interviews.route, ...listInterviews(deps))
  app.post(API.interviews.route, ...postInterview(deps))
  app.get(API.interview.route, ...getInterview(deps))
  app.patch(API.interview.route, ...patchInterview(deps))
  app.delete(API.interview.route, ...removeInterview(deps))
  app.post(API.publishInterview.route, ...publishInterviewDraft(deps))

  app.get(API.calendars.route, ...listAllCalendars(deps))
  app.post(API.calendars.route, ...postCalendar(deps))
  app.get(API.calendar.route, ...getCalendar(deps))
  app.patch(API.calendar.route, ...patchCalendar(deps))

  app.get(API.places.route, ...listPlaces(deps))

  app.get(API.sources.route, ...listAllSources(deps))
  app.post(API.sources.route, ...postSource(deps))
  app.get(API.source.route, ...getSource(deps))
  app.delete(API.source.route, ...deleteSource(deps))
  app.post(API.refreshSource.route, ...refreshSource(deps))

  app.get(API.deliveries.route, ...listDeliveries(deps))
  app.post(API.resendDelivery.route, ...resendDelivery(deps))
  app.get(API.hosts.route, ...listHosts(deps))

  app.get("/api/v1/audit", ...listAudit(deps))

  for (const [path, refuse] of otherMethods(app)) app.all(path, refuse)
  app.all(EVERYTHING, () => {
    throw notFound("address")
  })
  return app
}
