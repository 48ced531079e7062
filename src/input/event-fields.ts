import { invalid } from "../domain/errors.ts"
import type { EventFields } from "../domain/event.ts"
import { externalFields } from "../domain/external-form.ts"
import { inOrder, problemsOfProgramme, type SessionFields } from "../domain/programme.ts"
import { problemsOfWhen } from "../domain/time.ts"
import { type EventInput, type EventPatch, eventFields } from "./event.ts"
import { imageOf } from "./image.ts"
import { placeOf } from "./place.ts"
import { complete } from "./scalars.ts"
import { sessionOf } from "./session.ts"

/** What an event's calendar says for it where the input does not. */
interface Defaults {
  language: string
  timeZone: string
}

type ContentInput = Pick<EventInput, keyof typeof eventFields>

/**
 * The reverse of {@link externalFields}: a field that has the same name and form on both sides is not named here.
 * @param input may hold more than the content of an event
 * @param prefix where the input stands in a file, such as `events[3]`
 * @throws {DomainError} `invalid` when a date, zone or time does not exist
 */
export function fieldsOfInput(input: ContentInput, defaults: Defaults, prefix = ""): EventFields {
  const { start, end, allDay, online, place, places, image, programme, ...same } = complete(eventFields, input)
  const { timeZone: zone, language, tags, ...rest } = same
  const timeZone = zone ?? defaults.timeZone
  const fields = {
    ...rest,
    language: language ?? defaults.language,
    when: { start, end, allDay: allDay ?? isDate(start), timeZone },
    onlineUrl: online?.url ?? null,
    places: (places ?? (place ? [place] : [])).map(placeOf),
    tags: withoutRepeats(tags),
    image: imageOf(image),
    sessions: programme.map(session => sessionOf(session, timeZone)),
  }
  return checked(fields, prefix)
}

/**
 * The fields after a patch: what it leaves out stays, what it sets to null is removed.
 * @throws {DomainError} `invalid` when a date, zone or time does not exist
 */
export function patchFields(fields: EventFields, patch: EventPatch): EventFields {
  const { language, when } = fields
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as EventPatch
  const input: ContentInput = { ...externalFields(fields), place: null, ...given } as ContentInput
  if ("place" in given && !("places" in given)) input.places = null
  const moves = ["start", "end", "allDay", "timeZone"].some(name => name in given)
  if (moves) input.allDay = given.allDay ?? null
  return fieldsOfInput(input, { language, timeZone: when.timeZone })
}

/** @throws {DomainError} `invalid` */
export function checked(fields: EventFields, prefix = ""): EventFields {
  const at = (path: string) => (prefix ? `${prefix}.${path}` : path)
  const problems = problemsOfWhen(fields.when).map(problem => ({ ...problem, field: at(problem.field) }))
  // times of sessions cannot be checked in a zone that does not exist
  if (problems.every(p => p.field !== at("timeZone"))) problems.push(...problemsOfProgramme(fields.sessions, prefix))
  if (problems.length > 0) throw invalid(problems)
  return { ...fields, sessions: inOrder(fields.sessions) }
}

/** @throws {DomainError} `invalid` when a session has an impossible time or the slug of another */
export function checkProgramme(sessions: SessionFields[]): void {
  const problems = problemsOfProgramme(sessions)
  if (problems.length > 0) throw invalid(problems)
}

const isDate = (text: string) => !text.includes("T")
const withoutRepeats = (tags: string[]) => [...new Map(tags.map(tag => [tag.toLowerCase(), tag])).values()]
