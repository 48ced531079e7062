import type { EventContent } from "../domain/event.ts"
import { amountText, type Price } from "../domain/price.ts"
import { wordsOf } from "./words/index.ts"

/** A fact of an event that is shown as a name and a value, in plain text. */
export interface EventFact {
  name: string
  value: string
  /** the organiser's words, which are in the event's language */
  own: boolean
}

/**
 * The facts that pages, calendars, feeds and posts all show in this form: a field that is to be shown so is added here.
 * @param language of the names, and of the values that are not the organiser's words
 */
export function eventFacts({ price, accessibility }: EventContent, language: string): EventFact[] {
  const { facts: words } = wordsOf(language)
  const facts: EventFact[] = []
  if (price) facts.push({ name: words.price, value: priceText(price, language), own: "words" in price })
  if (accessibility.length > 0)
    facts.push({
      name: words.accessibility,
      value: accessibility.map(name => words.provided[name]).join(", "),
      own: false,
    })
  return facts
}

/** `Tarif : 12,50 €`, in the event's language. */
export const factLines = (event: EventContent): string[] =>
  eventFacts(event, event.language).map(({ name, value }) => `${wordsOf(event.language).label(name)} ${value}`)

/** `Gratuit`, `12,50 €`, `12.50 CHF`. The decimal sign is the language's; all else is the same in each, so that imports read it back. */
export function priceText(price: Price, language: string): string {
  if ("words" in price) return price.words
  if ("free" in price) return wordsOf(language).facts.free
  const [decimal] = new Intl.NumberFormat(language).formatToParts(0.5).filter(({ type }) => type === "decimal")
  const amount = amountText(price.amount).replace(".", decimal?.value ?? ".")
  return `${amount}\u00a0${price.currency === "EUR" ? "€" : price.currency}`
}
