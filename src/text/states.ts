import { type EventState, leadingState, type StatedEvent, statesOf } from "../domain/event-state.ts"
import { wordsOf } from "./words/index.ts"

/** The word of a state that goes first in `name`, `summary`, SUMMARY and on pages. Never colour alone. */
export interface StateWord {
  kind: EventState
  /** `ANNULÉ`: in posts and calendars */
  upper: string
  /** `Annulé`: on pages */
  label: string
}

function wordOf(kind: EventState, language: string): StateWord {
  const label = wordsOf(language).states[kind]
  return { kind, label, upper: label.toUpperCase() }
}

/** The states to show, most important first. */
export const stateWords = (event: StatedEvent, language: string): StateWord[] =>
  statesOf(event).map(state => wordOf(state, language))

/** `ANNULÉ` for the state that leads the title of what is sent; null for an event that takes place as planned. */
export function leadingWord(event: StatedEvent, language: string): string | null {
  const state = leadingState(event)
  return state && wordOf(state, language).upper
}

/** `ANNULÉ · Séance plénière`: the state comes first, so that a title that is cut still has it. */
export function titleWithState(event: StatedEvent & { title: string }, language: string): string {
  const first = leadingWord(event, language)
  return first ? `${first} · ${event.title}` : event.title
}
