/** No parameters. */
type None = Record<never, never>

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
  "not-acceptable": None
  "unknown-field": None
  "half-character": None
  empty: None
  "control-characters": None
  "nul-character": None
  "angle-brackets": None
  "title-too-short": None
  "not-a-web-address": None
  "not-an-image-address": None
  "not-a-language": None
  "not-a-slug": None
  "not-a-handle": None
  "not-a-price": None
  "not-a-time-zone": None
  "not-a-country": None
  "reserved-handle": None
  "one-coordinate": None
  "end-without-start": None
  "place-and-places": None
  "not-a-length-in-days": None
  "not-a-length": None
  "not-a-clock-time": None
  "not-a-number": None
  "page-size": { most: number }
  "scopes-missing": { scopes: readonly string[] }
  "not-in-the-future": None

  // dates
  "unknown-time-zone": { value: string }
  "not-a-date": { value: string }
  "not-a-local-time": { value: string }
  "not-a-time-of-day": { value: string }
  /** the clocks of the zone go forward over it */
  "skipped-time": { value: string; timeZone: string }
  "end-before-start": { end: string; start: string }
  "date-unchanged": None

  // what is stored already, or is not
  "no-calendar": { handle: string }
  "no-event": { slug: string }
  "calendar-of-interviews": { handle: string }
  "calendar-of-events": { handle: string }
  "taken-by-event": { value: string }
  "taken-by-interview": { value: string }
  taken: { value: string }
  "slug-missing": None
  /** @property earlier where it stands: `events[3]` */
  "slug-repeated-in-file": { slug: string; earlier: string }
  "slug-repeated-in-programme": { slug: string }

  // queries
  "given-twice": None
  repeated: None
  "not-a-cursor": None
  "last-day-before-first": { last: string; firstName: string; first: string }
  "last-day-too-old": { last: string; firstName: string }
  "not-a-box": { value: string }
  "not-degrees": { value: string }
  "south-of-north": None
  "unknown-profile": None

  // sources
  "not-a-source-address": None
  "address-with-credentials": None
  "several-calendars": None
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

export type ParametersOf<C extends FieldCode> = None extends FieldParameters[C]
  ? [parameters?: FieldParameters[C]]
  : [parameters: FieldParameters[C]]

export const fieldProblem = <C extends FieldCode>(
  field: string,
  code: C,
  ...[parameters]: ParametersOf<C>
): FieldProblem<C> => ({ field, code, parameters: parameters ?? {} }) as FieldProblem<C>
