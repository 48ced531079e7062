import type { Accessibility } from "../../domain/accessibility.ts"
import type { EventStatus } from "../../domain/event.ts"
import type { Price } from "../../domain/price.ts"
import { capital } from "../../text/typography.ts"
import { DICTIONARIES } from "../../text/words/index.ts"
import { accessibilityOf } from "../words/accessibility.ts"
import { oneLine, paragraphsOf } from "../words/markdown.ts"
import { priceOf } from "../words/price.ts"

/**
 * What stands in the texts of our own calendars (PRODID Beffroi) and in no property of its own: the state in front of the title, and
 * below the text the practical lines and the page. Everything here is the reverse of feeds/ical/description.ts.
 */
export interface OwnTexts {
  title: string
  status: EventStatus
  full: boolean
  text: string
  organisers: string[]
  access: string | null
  price: Price | null
  accessibility: Accessibility[]
  timesAre: "illustrative" | null
  site: string | null
}

export const isOurs = (product: string): boolean => /^-\/\/Beffroi\/\//i.test(product)

const postponedOrMoved = (ical: string): EventStatus => (ical === "TENTATIVE" ? "postponed" : "rescheduled")

const STATES: Record<string, (ical: string) => EventStatus | "full"> = Object.fromEntries(
  DICTIONARIES.flatMap(({ states }) => [
    [states.cancelled.toUpperCase(), () => "cancelled"],
    [states.postponed.toUpperCase(), postponedOrMoved],
    [states.online.toUpperCase(), () => "moved-online"],
    [states.full.toUpperCase(), () => "full"],
  ]),
)

/** @param ical the property STATUS */
export function ownTexts(title: string, description: string, ical: string, page: string | null): OwnTexts {
  const [, word, rest] = /^(\p{Lu}+(?: \p{Lu}+)?) · (.*)$/su.exec(title) ?? []
  const state = word && rest && STATES[word]?.(ical)
  const status = state === "full" || !state ? plainStatus(ical) : state
  return {
    title: state ? rest : title,
    status,
    full: state === "full",
    ...textsOf(description, page),
  }
}

const plainStatus = (ical: string): EventStatus =>
  ical === "CANCELLED" ? "cancelled" : ical === "TENTATIVE" ? "postponed" : "scheduled"

type Label = "organisers" | "access" | "price" | "accessibility" | "online" | "programme" | "site"
const LABELS: Record<string, Label> = Object.fromEntries(
  DICTIONARIES.flatMap(({ facts, label, programme, states }) => {
    const names: [name: string, label: Label][] = [
      [facts.organisersInFeed, "organisers"],
      [facts.access, "access"],
      [facts.price, "price"],
      [facts.accessibility, "accessibility"],
      [states.online, "online"],
      [programme.title, "programme"],
      [facts.siteInFeed, "site"],
    ]
    return names.map(([name, field]) => [`${label(name)} `, field])
  }),
)
const ILLUSTRATIVE = new Set(DICTIONARIES.map(({ facts }) => `${capital(facts.timesIndicative)}.`))
const PREVIOUS = DICTIONARIES.map(({ label, oldDates }) => `${label(oldDates.previous)} `)

function textsOf(description: string, page: string | null): Omit<OwnTexts, "title" | "status" | "full"> {
  const texts: Omit<OwnTexts, "title" | "status" | "full"> = {
    text: "",
    organisers: [],
    access: null,
    price: null,
    accessibility: [],
    timesAre: null,
    site: null,
  }
  const paragraphs = paragraphsOf(description)
  if (page !== null && paragraphs.at(-1) === page) paragraphs.pop()
  const lines = paragraphs.at(-1)?.split("\n") ?? []
  if (lines.length > 0 && lines.every(line => ILLUSTRATIVE.has(line) || labelOf(line))) {
    paragraphs.pop()
    for (const line of lines) {
      const [label, value] = labelOf(line) ?? []
      if (ILLUSTRATIVE.has(line)) texts.timesAre = "illustrative"
      else if (label === "organisers") texts.organisers = value!.split(", ").map(oneLine)
      else if (label === "price") texts.price = priceOf(value!)
      else if (label === "accessibility") texts.accessibility = accessibilityOf(value!.split(", "))
      else if (label === "access" || label === "site") texts[label] = value!
    }
  }
  const previous = paragraphs.findIndex(paragraph => PREVIOUS.some(label => paragraph.startsWith(label)))
  // it is the first or comes after the reason: both tell of a change that is past
  if (previous === 0 || previous === 1) paragraphs.splice(0, previous + 1)
  texts.text = paragraphs.join("\n\n")
  return texts
}

function labelOf(line: string): [string, string] | null {
  const label = Object.keys(LABELS).find(label => line.startsWith(label))
  return label ? [LABELS[label]!, line.slice(label.length)] : null
}
