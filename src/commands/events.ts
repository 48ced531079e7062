import { parseArgs } from "node:util"
import { cancelEvent } from "../actions/events/cancel.ts"
import { createEvent } from "../actions/events/create.ts"
import { deleteEvent } from "../actions/events/delete.ts"
import { markEventFull } from "../actions/events/mark-full.ts"
import { moveEventOnline } from "../actions/events/move-online.ts"
import { postponeEvent } from "../actions/events/postpone.ts"
import { publishEvent } from "../actions/events/publish.ts"
import { rescheduleEvent } from "../actions/events/reschedule.ts"
import { restoreEvent } from "../actions/events/restore.ts"
import { updateEvent } from "../actions/events/update.ts"
import { OPERATOR } from "../domain/by.ts"
import { notFound } from "../domain/errors.ts"
import type { WholeEvent } from "../domain/event.ts"
import { paths } from "../domain/paths.ts"
import { isUuid } from "../domain/patterns.ts"
import { moveOnlineInput, reasonInput, rescheduleInput } from "../input/changes.ts"
import { eventInput, eventPatch } from "../input/event.ts"
import { parseInput } from "../input/parse.ts"
import { readEvent } from "../store/events.ts"
import { publicEvents } from "../store/public/events.ts"
import { dateWords } from "../text/dates.ts"
import { type Command, type CommandContext, UsageError } from "./command.ts"
import { readJson } from "./read-json.ts"

type Verb = (context: CommandContext, id: string, options: ChangeOptions) => Promise<WholeEvent>
interface ChangeOptions {
  reason?: string
  start?: string
  end?: string
  "time-zone"?: string
  url?: string
}

const reasonOf = ({ reason }: ChangeOptions) => parseInput(reasonInput, { reason }).reason ?? null

const VERBS: Record<string, Verb> = {
  publish: ({ db, site }, id) => publishEvent(db, site, OPERATOR, id),
  cancel: ({ db, site }, id, options) => cancelEvent(db, site, OPERATOR, id, reasonOf(options)),
  postpone: ({ db, site }, id, options) => postponeEvent(db, site, OPERATOR, id, reasonOf(options)),
  reschedule: ({ db, site }, id, { start, end, reason, "time-zone": timeZone }) =>
    rescheduleEvent(db, site, OPERATOR, id, parseInput(rescheduleInput, { start, end, timeZone, reason })),
  "move-online": ({ db, site }, id, { url, reason }) => {
    const input = parseInput(moveOnlineInput, { url, reason })
    return moveEventOnline(db, site, OPERATOR, id, input.url, input.reason ?? null)
  },
  full: ({ db, site }, id, options) => markEventFull(db, site, OPERATOR, id, reasonOf(options)),
  restore: ({ db, site }, id, options) => restoreEvent(db, site, OPERATOR, id, reasonOf(options)),
}

export const eventsCommand: Command = {
  name: "events",
  summary: "list, create, change, cancel, move or delete events",
  usage: `events list
  events create FILE                    (the JSON of the API; - for standard input)
  events patch EVENT FILE
  events publish|full|delete EVENT
  events cancel|postpone|restore EVENT [--reason TEXT]
  events reschedule EVENT --start 2026-12-07T14:00 [--end …] [--time-zone …] [--reason TEXT]
  events move-online EVENT --url ADDRESS [--reason TEXT]
    EVENT is its uuid or the last part of its page's address`,
  async run(context, words) {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        reason: { type: "string" },
        start: { type: "string" },
        end: { type: "string" },
        "time-zone": { type: "string" },
        url: { type: "string" },
      },
    })
    const [verb = "list", name, file] = positionals
    const { db, site, print } = context
    if (verb === "list") {
      for (const event of await publicEvents(db, { upcoming: site.now() }))
        print(`${dateWords(event.when, event.language).short}\t${event.slug}\t${event.title}`)
      return
    }
    if (!name) throw new UsageError(`events ${verb} needs ${verb === "create" ? "a file" : "an event"}`)
    if (verb === "create")
      return shown(context, await createEvent(db, site, OPERATOR, parseInput(eventInput, (await readJson(name)).value)))
    const id = await idOf(context, name)
    if (verb === "patch") {
      if (!file) throw new UsageError("events patch needs a file")
      return shown(
        context,
        await updateEvent(db, site, OPERATOR, id, parseInput(eventPatch, (await readJson(file)).value)),
      )
    }
    if (verb === "delete") {
      await deleteEvent(db, site, OPERATOR, id)
      return print(`${name} deleted`)
    }
    const act = VERBS[verb]
    if (!act) throw new UsageError(`events has no verb "${verb}"`)
    return shown(context, await act(context, id, values))
  },
}

async function idOf({ db }: CommandContext, name: string): Promise<string> {
  const event = await readEvent(db, isUuid(name) ? { id: name } : { slug: name })
  if (!event) throw notFound("event", name)
  return event.id
}

function shown({ site, print }: CommandContext, event: WholeEvent): void {
  print(`${event.title}: ${event.state === "draft" ? "draft" : event.status}`)
  print(`  ${dateWords(event.when, event.language).long}`)
  print(`  ${event.id}`)
  if (event.state === "published") print(`  ${site.origin}${paths.eventPage(event.slug)}`)
}
