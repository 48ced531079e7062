import { html } from "hono/html"
import type { ListedEvent } from "../../domain/event.ts"
import { type StateWord, stateWords } from "../../text/states.ts"
import type { Html } from "./html.ts"
import type { Visit } from "./visit.ts"

const TONE: Record<StateWord["kind"], string> = { cancelled: "bad", postponed: "warn", full: "warn", online: "" }

/** `info` is the tone without a name. */
export const state = (words: string, tone: string): Html =>
  html`<span class="${`state ${tone}`.trim()}">${words}</span>`

/** The states of an event in the page's language, in words: never colour alone. */
export const states = (visit: Visit, event: Pick<ListedEvent, "status" | "full" | "onlineUrl" | "places">): Html[] =>
  stateWords(event, visit.language).map(word => state(word.label, TONE[word.kind]))
