import type { ErrorParameters } from "../../domain/errors.ts"
import type { FieldParameters, NoParameters } from "../../domain/field-problem.ts"

/** A sentence, or how one is made of the parameters of its code. Lower-case first letter, no full stop. */
type Sentences<P> = {
  readonly [C in keyof P]: NoParameters extends P[C] ? string : (parameters: P[C]) => string
}

export type ErrorSentences = Sentences<ErrorParameters>

/** Each can follow the name of its field: `start is the date that it has already`. */
export type FieldSentences = Sentences<FieldParameters>
