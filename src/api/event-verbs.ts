import { z } from "zod"
import { cancelEvent } from "../actions/events/cancel.ts"
import { duplicateEvent } from "../actions/events/duplicate.ts"
import { markEventFull } from "../actions/events/mark-full.ts"
import { moveEventOnline } from "../actions/events/move-online.ts"
import { postponeEvent } from "../actions/events/postpone.ts"
import { publishEvent } from "../actions/events/publish.ts"
import { rescheduleEvent } from "../actions/events/reschedule.ts"
import { restoreEvent } from "../actions/events/restore.ts"
import type { WholeEvent } from "../domain/event.ts"
import { duplicateInput, moveOnlineInput, reasonInput, rescheduleInput } from "../input/changes.ts"
import { type Call, endpoint } from "./endpoint.ts"
import { eventDocument, toEventDocument } from "./event-document.ts"
import { created, eventId } from "./events.ts"

const nothing = z.strictObject({})
const withReason = reasonInput.meta({ ref: "Reason" })

/** A verb that answers with the changed event. */
const verb = <B extends z.ZodType>(
  summary: string,
  body: B,
  act: (call: Call<unknown, z.output<B>>) => Promise<WholeEvent>,
) =>
  endpoint(
    {
      summary,
      tag: "events",
      needs: "write:events",
      id: eventId,
      body,
      success: { status: 200, description: "The event", schema: eventDocument },
    },
    async call => ({ body: toEventDocument(await act(call), call.site.origin) }),
  )

export const publish = verb("Announce a draft", nothing, ({ db, site, by, id }) => publishEvent(db, site, by, id))

export const cancel = verb("Cancel an event and tell its followers", withReason, ({ db, site, by, id, body }) =>
  cancelEvent(db, site, by, id, body.reason ?? null),
)

export const postpone = verb("Put an event off without a new date, and tell its followers", withReason, call =>
  postponeEvent(call.db, call.site, call.by, call.id, call.body.reason ?? null),
)

export const reschedule = verb(
  "Give an event another date and tell its followers; its programme moves along",
  rescheduleInput.meta({ ref: "Reschedule" }),
  ({ db, site, by, id, body }) => rescheduleEvent(db, site, by, id, body),
)

export const moveOnline = verb(
  "Hold an event online instead and tell its followers",
  moveOnlineInput.meta({ ref: "MoveOnline" }),
  ({ db, site, by, id, body }) => moveEventOnline(db, site, by, id, body.url, body.reason ?? null),
)

export const full = verb("Say that no places are left and tell followers", withReason, ({ db, site, by, id, body }) =>
  markEventFull(db, site, by, id, body.reason ?? null),
)

export const restore = verb(
  "Let a cancelled or postponed event take place after all, and tell its followers",
  withReason,
  ({ db, site, by, id, body }) => restoreEvent(db, site, by, id, body.reason ?? null),
)

export const duplicate = endpoint(
  {
    summary: "Copy an event as a draft",
    description:
      "With `start`, dates and programme move along. Documents of sessions, news and images' history stay behind.",
    tag: "events",
    needs: "write:events",
    id: eventId,
    body: duplicateInput.meta({ ref: "Duplicate" }),
    success: { status: 201, description: "The draft", schema: eventDocument },
  },
  async ({ db, site, by, id, body }) => created(await duplicateEvent(db, site, by, id, body), site.origin),
)
