import { type EventStatus, isOnline, type ListedEvent } from "../domain/event.ts"
import type { NewsKind } from "../domain/news.ts"
import { placesName } from "../domain/place.ts"
import { firstDay, lastDay, type When } from "../domain/time.ts"
import { dateWords, hours } from "./dates.ts"

/** The word that goes first in `name`, `summary`, SUMMARY and on the page. Never colour alone. */
export interface StateWord {
  kind: "cancelled" | "postponed" | "online" | "full"
  /** `ANNULÉ`: in posts and calendars */
  upper: string
  /** `Annulé`: on pages */
  label: string
}

const LABELS = {
  fr: { cancelled: "Annulé", postponed: "Reporté", online: "En ligne", full: "Complet" },
  en: { cancelled: "Cancelled", postponed: "Postponed", online: "Online", full: "Full" },
} as const

const tongue = (language: string): "fr" | "en" => (language.toLowerCase().startsWith("fr") ? "fr" : "en")

function word(kind: StateWord["kind"], language: string): StateWord {
  const label = LABELS[tongue(language)][kind]
  return { kind, label, upper: label.toUpperCase() }
}

/** The states to show, most important first; a cancelled event is nothing else any more. */
export function stateWords(
  event: Pick<ListedEvent, "status" | "full" | "onlineUrl" | "places">,
  language: string,
): StateWord[] {
  if (event.status === "cancelled") return [word("cancelled", language)]
  const words: StateWord[] = []
  if (event.status === "postponed" || event.status === "rescheduled") words.push(word("postponed", language))
  if (isOnline(event)) words.push(word("online", language))
  if (event.full) words.push(word("full", language))
  return words
}

/**
 * The one word that leads `name` and `summary` on the wire. An event that was online from the start carries none:
 * EN LIGNE in front of a title announces a change.
 */
export function leadingWord(
  event: Pick<ListedEvent, "status" | "full" | "onlineUrl" | "places">,
  language: string,
): string | null {
  const moved: Partial<Record<EventStatus, StateWord["kind"]>> = {
    cancelled: "cancelled",
    postponed: "postponed",
    rescheduled: "postponed",
    "moved-online": "online",
  }
  const kind = moved[event.status] ?? (event.full ? "full" : null)
  return kind && word(kind, language).upper
}

/** `ANNULÉ · Séance plénière`: state word first, so that a cut title still says it. */
export function titleWithState(
  event: Pick<ListedEvent, "status" | "full" | "onlineUrl" | "places" | "title">,
  language: string,
): string {
  const first = leadingWord(event, language)
  return first ? `${first} · ${event.title}` : event.title
}

/** Ends a piece of a post with one full stop, whatever the officer typed. */
const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)
const join = (...pieces: (string | null | false | undefined)[]): string => pieces.filter(Boolean).join(" ")

/** « au lieu du lun. 30 nov. », or « au lieu de 14h–17h » when only the hours differ; empty when there is nothing to say. */
function insteadOf(before: When, now: When, language: string): string {
  const fr = tongue(language) === "fr"
  const sameDays = firstDay(before).equals(firstDay(now)) && lastDay(before).equals(lastDay(now))
  if (sameDays) {
    const old = hours(before, language, "short")
    return old && (fr ? `au lieu de ${old}` : `instead of ${old}`)
  }
  const days = { ...before, start: before.start.slice(0, 10), end: before.end?.slice(0, 10) ?? null, allDay: true }
  const words = dateWords(days, language).short
  // the new date says the year; a span over New Year keeps both of its own
  const old = words.match(/ \d{4}/g)?.length === 1 ? words.replace(/ \d{4}/, "") : words
  return fr ? `au lieu du ${old}` : `instead of ${old}`
}

/**
 * The exact post of a change, in the calendar's language (experience.md §6). No word agrees with the title's gender.
 * @param before the date before the change, for a move
 */
export function changePost(
  kind: NewsKind,
  event: ListedEvent & { sessions?: readonly unknown[] },
  before: When | null,
  reason: string | null,
): string {
  const fr = tongue(event.language) === "fr"
  const zone = event.calendar.timeZone
  const dated = (when: When) => {
    const words = dateWords(when, event.language, zone)
    return words.zone ? `${words.short} (${words.zone})` : words.short
  }
  const date = dated(event.when)
  const at = placesName(event.places, event.language) || (event.onlineUrl ? (fr ? "en visioconférence" : "online") : "")
  const where = at && `, ${at}`
  const why = reason && sentence(reason)
  const { title } = event
  switch (kind) {
    case "cancelled":
      return fr
        ? join(`ANNULÉ · ${sentence(title)}`, `Date prévue : ${sentence(date + where)}`, why)
        : join(`CANCELLED · ${sentence(title)}`, `Planned date: ${sentence(date + where)}`, why)
    case "rescheduled": {
      const old = before && insteadOf(before, event.when, event.language)
      return fr
        ? join(
            `REPORTÉ · ${sentence(title)}`,
            sentence(`Nouvelle date : ${date}${where}${old ? ` (${old})` : ""}`),
            why,
          )
        : join(`POSTPONED · ${sentence(title)}`, sentence(`New date: ${date}${where}${old ? ` (${old})` : ""}`), why)
    }
    case "postponed":
      return fr
        ? join(`REPORTÉ · ${sentence(title)}`, "La nouvelle date sera annoncée ici.", why)
        : join(`POSTPONED · ${sentence(title)}`, "The new date will be announced here.", why)
    case "moved-online":
      return fr
        ? join(`EN LIGNE · ${title} aura lieu en visioconférence, à la même heure.`, why)
        : join(`ONLINE · ${title} will take place online, at the same time.`, why)
    case "full":
      return fr
        ? join(`COMPLET · Il n'y a plus de place pour ${sentence(title)}`, why)
        : join(`FULL · There is no place left for ${sentence(title)}`, why)
    case "restored":
      return fr
        ? join(`RÉTABLI · ${sentence(title)}`, sentence(`Le rendez-vous a bien lieu : ${date}${where}`), why)
        : join(`RESTORED · ${sentence(title)}`, sentence(`It takes place after all: ${date}${where}`), why)
    case "programme": {
      const count = event.sessions?.length ?? 0
      return fr
        ? join(
            `PROGRAMME · ${sentence(title)}`,
            sentence(`Le programme est en ligne${count ? ` : ${count} séance${count > 1 ? "s" : ""}` : ""}`),
            sentence(date + where),
          )
        : join(
            `PROGRAMME · ${sentence(title)}`,
            sentence(`The programme is online${count ? `: ${count} session${count > 1 ? "s" : ""}` : ""}`),
            sentence(date + where),
          )
    }
    case "reminder":
      return fr
        ? join(`RAPPEL · ${sentence(title)}`, sentence(date + where))
        : join(`REMINDER · ${sentence(title)}`, sentence(date + where))
  }
}
