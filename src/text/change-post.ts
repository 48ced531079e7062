import type { ListedEvent } from "../domain/event.ts"
import type { NewsKind } from "../domain/news.ts"
import { placesName } from "../domain/place.ts"
import { firstDay, lastDay, type When } from "../domain/time.ts"
import { dateWords, hours } from "./dates.ts"
import { type Dictionary, wordsOf } from "./words/index.ts"

/** Ends a piece of a post with one full stop, whatever was typed. */
const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)

/** The word that begins the post of each change, in `states` but for the programme. */
const LEAD: Record<NewsKind, (words: Dictionary) => string> = {
  cancelled: ({ states }) => states.cancelled,
  rescheduled: ({ states }) => states.postponed,
  postponed: ({ states }) => states.postponed,
  "moved-online": ({ states }) => states.online,
  full: ({ states }) => states.full,
  restored: ({ states }) => states.restored,
  programme: ({ programme }) => programme.title,
  reminder: ({ states }) => states.reminder,
}

/** « au lieu du lun. 30 nov. », or « au lieu de 14h–17h » when only the hours differ; empty when nothing can be named. */
function insteadOf(before: When, now: When, language: string): string {
  const { changePosts } = wordsOf(language)
  const sameDays = firstDay(before).equals(firstDay(now)) && lastDay(before).equals(lastDay(now))
  if (sameDays) {
    const old = hours(before, language, "short")
    return old && changePosts.insteadOf(old)
  }
  const days = { ...before, start: before.start.slice(0, 10), end: before.end?.slice(0, 10) ?? null, allDay: true }
  const { short } = dateWords(days, language)
  // the new date has the year; a span over New Year keeps both of its own
  return changePosts.insteadOfDay(short.match(/ \d{4}/g)?.length === 1 ? short.replace(/ \d{4}/, "") : short)
}

function dateAndPlace(event: ListedEvent): string {
  const { short, zone } = dateWords(event.when, event.language, event.calendar.timeZone)
  const online = event.onlineUrl ? wordsOf(event.language).facts.online : ""
  const place = placesName(event.places, event.language) || online
  return `${zone ? `${short} (${zone})` : short}${place && `, ${place}`}`
}

type Changed = ListedEvent & { sessions?: readonly unknown[] }

/** What the post says after its first word and, for most changes, the title. */
function sentences(kind: NewsKind, event: Changed, before: When | null): string[] {
  const { changePosts: words } = wordsOf(event.language)
  const title = sentence(event.title)
  switch (kind) {
    case "cancelled":
      return [title, sentence(words.planned(dateAndPlace(event)))]
    case "rescheduled": {
      const old = before && insteadOf(before, event.when, event.language)
      return [title, sentence(words.newDate(dateAndPlace(event)) + (old ? ` (${old})` : ""))]
    }
    case "postponed":
      return [title, words.dateSoon]
    case "moved-online":
      return [words.online(event.title)]
    case "full":
      return [sentence(words.full(event.title))]
    case "restored":
      return [title, sentence(words.restored(dateAndPlace(event)))]
    case "programme":
      return [title, sentence(words.programme(event.sessions?.length ?? 0)), sentence(dateAndPlace(event))]
    case "reminder":
      return [title, sentence(dateAndPlace(event))]
  }
}

/**
 * The exact post of a change, in the event's language: `ANNULÉ · Séance plénière. Date prévue : …`.
 * @param before the date before the change, for a move
 * @param reason left out of the posts of a programme and of a reminder
 */
export function changePost(kind: NewsKind, event: Changed, before: When | null, reason: string | null): string {
  const lead = LEAD[kind](wordsOf(event.language)).toUpperCase()
  const withReason = kind !== "programme" && kind !== "reminder" && reason
  const text = [...sentences(kind, event, before), withReason && sentence(reason)].filter(Boolean).join(" ")
  return `${lead} · ${text}`
}
