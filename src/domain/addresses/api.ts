import { address } from "./address.ts"
import { text } from "./parameters.ts"

// endpoints validate ids themselves: what is none is answered with a problem that names it
const id = text("id")
const events = address`/api/v1/events`
const interviews = address`/api/v1/interviews`
const calendars = address`/api/v1/calendars`
const sources = address`/api/v1/sources`
const deliveries = address`/api/v1/deliveries`
const event = events.with`/${id}`
const interview = interviews.with`/${id}`
const source = sources.with`/${id}`

/** The JSON API. A verb is the last segment below the thing that it acts on. */
export const API = {
  document: address`/api/openapi.json`,
  events,
  event,
  programme: event.with`/programme`,
  publishEvent: event.with`/publish`,
  cancelEvent: event.with`/cancel`,
  postponeEvent: event.with`/postpone`,
  rescheduleEvent: event.with`/reschedule`,
  moveEventOnline: event.with`/move-online`,
  markEventFull: event.with`/full`,
  restoreEvent: event.with`/restore`,
  duplicateEvent: event.with`/duplicate`,
  interviews,
  interview,
  publishInterview: interview.with`/publish`,
  calendars,
  calendar: calendars.with`/${id}`,
  places: address`/api/v1/places`,
  sources,
  source,
  refreshSource: source.with`/refresh`,
  deliveries,
  resendDelivery: deliveries.with`/${id}/resend`,
  hosts: address`/api/v1/hosts`,
}
