import { Hono } from "hono"
import { cors } from "hono/cors"
import { createTokenKeys } from "../access/tokens.ts"
import type { Site } from "../actions/site.ts"
import type { Importer } from "../actions/sources/sources.ts"
import { notFound } from "../domain/errors.ts"
import type { Db } from "../store/db.ts"
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
import { allowed } from "./methods.ts"
import { openApiDocument } from "./openapi.ts"
import { listPlaces } from "./places.ts"
import { problemResponse } from "./problem.ts"
import { getProgramme, putProgramme } from "./programme.ts"
import { deleteSource, getSource, listAllSources, postSource, refreshSource } from "./sources.ts"

export interface Api {
  db: Db
  site: Site
  /** SECRET_KEY, of which the key of the tokens is derived */
  secretKey: string
  importer: Importer
}

/** The JSON API: a table of contents. */
export function apiApp({ db, site, secretKey, importer }: Api): Hono {
  const deps = { db, site, importer, keys: createTokenKeys(secretKey) }
  const app = new Hono()
  app.onError(error => problemResponse(error, site.origin))
  app.on(
    ["GET", "OPTIONS"],
    "/api/*",
    cors({ origin: "*", allowMethods: ["GET", "HEAD"], exposeHeaders: ["Link", "ETag"] }),
  )

  app.get("/api/openapi.json", openApiDocument(app, site.origin))

  app.get("/api/v1/events", ...listEvents(deps))
  app.post("/api/v1/events", ...postEvent(deps))
  app.get("/api/v1/events/:id", ...getEvent(deps))
  app.patch("/api/v1/events/:id", ...patchEvent(deps))
  app.delete("/api/v1/events/:id", ...removeEvent(deps))
  app.post("/api/v1/events/:id/publish", ...publish(deps))
  app.post("/api/v1/events/:id/cancel", ...cancel(deps))
  app.post("/api/v1/events/:id/postpone", ...postpone(deps))
  app.post("/api/v1/events/:id/reschedule", ...reschedule(deps))
  app.post("/api/v1/events/:id/move-online", ...moveOnline(deps))
  app.post("/api/v1/events/:id/full", ...full(deps))
  app.post("/api/v1/events/:id/restore", ...restore(deps))
  app.post("/api/v1/events/:id/duplicate", ...duplicate(deps))
  app.get("/api/v1/events/:id/programme", ...getProgramme(deps))
  app.put("/api/v1/events/:id/programme", ...putProgramme(deps))

  app.get("/api/v1/interviews", ...listInterviews(deps))
  app.post("/api/v1/interviews", ...postInterview(deps))
  app.get("/api/v1/interviews/:id", ...getInterview(deps))
  app.patch("/api/v1/interviews/:id", ...patchInterview(deps))
  app.delete("/api/v1/interviews/:id", ...removeInterview(deps))
  app.post("/api/v1/interviews/:id/publish", ...publishInterviewDraft(deps))

  app.get("/api/v1/calendars", ...listAllCalendars(deps))
  app.post("/api/v1/calendars", ...postCalendar(deps))
  app.get("/api/v1/calendars/:id", ...getCalendar(deps))
  app.patch("/api/v1/calendars/:id", ...patchCalendar(deps))

  app.get("/api/v1/places", ...listPlaces(deps))

  app.get("/api/v1/sources", ...listAllSources(deps))
  app.post("/api/v1/sources", ...postSource(deps))
  app.get("/api/v1/sources/:id", ...getSource(deps))
  app.delete("/api/v1/sources/:id", ...deleteSource(deps))
  app.post("/api/v1/sources/:id/refresh", ...refreshSource(deps))

  app.get("/api/v1/deliveries", ...listDeliveries(deps))
  app.post("/api/v1/deliveries/:id/resend", ...resendDelivery(deps))
  app.get("/api/v1/hosts", ...listHosts(deps))

  for (const [path, refuse] of allowed(app)) app.all(path, refuse)
  app.all("/api/*", () => {
    throw notFound("address")
  })
  return app
}
