import type { DomainError } from "../domain/errors.ts"
import type { FieldProblem } from "../domain/field-problem.ts"
import { errors as englishErrors } from "./words/en/errors.ts"
import { fieldProblems as englishFields } from "./words/en/field-problems.ts"
import { errors as frenchErrors } from "./words/fr/errors.ts"
import { fieldProblems as frenchFields } from "./words/fr/field-problems.ts"

const ERRORS = { fr: frenchErrors, en: englishErrors }
const FIELDS = { fr: frenchFields, en: englishFields }

/** A dictionary that is typed by codes, as its reader sees it: the parameters were checked where the code was. */
type Sentence = string | ((parameters: never) => string)

const say = (sentence: Sentence, parameters: unknown): string =>
  typeof sentence === "string" ? sentence : sentence(parameters as never)

/**
 * Why something was refused: `this event was deleted`, or `start: must not be empty; end: …` when fields are wrong. Lower-case
 * first letter, no full stop.
 */
export const sentenceOf = ({ code, parameters, problems }: DomainError, language: "fr" | "en" = "en"): string =>
  problems.length > 0 ? sentenceOfProblems(problems, language) : say(ERRORS[language][code], parameters)

export const reasonOf = ({ code, parameters }: FieldProblem, language: "fr" | "en" = "en"): string =>
  say(FIELDS[language][code], parameters)

/** `start: must not be empty; end: …` */
export const sentenceOfProblems = (problems: readonly FieldProblem[], language: "fr" | "en" = "en"): string =>
  problems.map(problem => `${problem.field}: ${reasonOf(problem, language)}`).join("; ")

/** As the API writes them. */
export const explained = (
  problems: readonly FieldProblem[],
  language: "fr" | "en" = "en",
): { field: string; reason: string }[] =>
  problems.map(problem => ({ field: problem.field, reason: reasonOf(problem, language) }))
