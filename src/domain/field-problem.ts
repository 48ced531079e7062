/** The parameters of a sentence that has none. */
export type NoParameters = Record<never, never>

/** Why a field cannot be accepted, and the parameters of the sentence that says so. The sentences are in `text/words`. */
export interface FieldParameters {
  // what a schema alone can see
  /** of another type than expected; both named as JavaScript names them */
  type: { expected: string; received: string }
  option: { options: readonly (string | number | boolean | null)[] }
  "too-big": Bound
  "too-small": Bound
  /** @property pattern of `regex` alone */
  format: { format: string; pattern?: string }
  key: { origin: string }
  "not-acceptable": NoParameters
  "unknown-field": NoParameters
  "half-character": NoParameters
  empty: NoParameters
  "control-characters": NoParameters
  "nul-character": NoParameters
  "angle-brackets": NoParameters
  "title-too-short": NoParameters
  "not-a-web-address": NoParameters
  "not-an-image-address": NoParameters
  "not-a-language": NoParameters
  "not-a-slug": NoParameters
  "not-a-handle": NoParameters
  "not-a-price": NoParameters
  "not-a-time-zone": NoParameters
  "not-a-country": NoParameters
  "reserved-handle": NoParameters
  "one-coordinate": NoParameters
  "end-without-start": NoParameters
  "place-and-places": NoParameters
  "not-a-length-in-days": NoParameters
  "not-a-length": NoParameters
  "not-a-clock-time": NoParameters
  "not-a-number": NoParameters
  "page-size": { most: number }
  "scopes-missing": { scopes: readonly string[] }
  "not-in-the-future": NoParameters

  // dates
  "unknown-time-zone": { value: string }
  "not-a-date": { value: string }
  "not-a-local-time": { value: string }
  "not-a-time-of-day": { value: string }
  /** the clocks of the zone go forward over it */
  "skipped-time": { value: string; timeZone: string }
  "end-before-start": { end: string; start: string }
  "date-unchanged": NoParameters

  // what is stored already, or is not
  "no-calendar": { handle: string }
  "no-event": { slug: string }
  "calendar-of-interviews": { handle: string }
  "calendar-of-events": { handle: string }
  "taken-by-event": { value: string }
  "taken-by-interview": { value: string }
  taken: { value: string }
  "slug-missing": NoParameters
  /** @property earlier where it stands: `events[3]` */
  "slug-repeated-in-file": { slug: string; earlier: string }
  "slug-repeated-in-programme": { slug: string }

  // queries
  "given-twice": NoParameters
  repeated: NoParameters
  "not-a-cursor": NoParameters
  "last-day-before-first": { last: string; firstName: string; first: string }
  "last-day-too-old": { last: string; firstName: string }
  "not-a-box": { value: string }
  "not-degrees": { value: string }
  "south-of-north": NoParameters
  "unknown-profile": NoParameters

  // sources
  "not-a-source-address": NoParameters
  "address-with-credentials": NoParameters
  "several-calendars": NoParameters
  /** @property cause in English, what the other server or its text did wrong */
  "unreadable-source": { cause: string }
}

interface Bound {
  /** `string`, `array`, `number` … */
  origin: string
  bound: number
  /** whether the bound itself is allowed */
  inclusive: boolean
  exact: boolean
}

export type FieldCode = keyof FieldParameters

/** One field that cannot be accepted. `field` is a path such as `events[3].start`. */
export type FieldProblem<C extends FieldCode = FieldCode> = {
  [K in C]: { readonly field: string; readonly code: K; readonly parameters: FieldParameters[K] }
}[C]

export type ParametersOf<C extends FieldCode> = NoParameters extends FieldParameters[C]
  ? [parameters?: FieldParameters[C]]
  : [parameters: FieldParameters[C]]

export const fieldProblem = <C extends FieldCode>(
  field: string,
  code: C,
  ...[parameters]: ParametersOf<C>
): FieldProblem<C> => ({ field, code, parameters: parameters ?? {} }) as FieldProblem<C>
