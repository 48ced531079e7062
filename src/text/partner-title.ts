import type { PartnerEvent } from "../domain/partner-event.ts"
import { DICTIONARIES, wordsOf } from "./words/index.ts"

const STATES = DICTIONARIES.flatMap(({ states }) => [states.cancelled, states.postponed])
const HAS_STATE = new RegExp(`^(${STATES.join("|")})(?!\\p{L})`, "iu")

/** The title of a partner's event with its state in front, where the partner has not written it there already. */
export function partnerTitle({ title, status }: Pick<PartnerEvent, "title" | "status">, language: string): string {
  if (status === "scheduled" || status === "tentative" || HAS_STATE.test(title)) return title
  return `${wordsOf(language).states[status].toUpperCase()} · ${title}`
}
