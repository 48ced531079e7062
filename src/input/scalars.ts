import { z } from "zod"
import { isHandle, isSlug } from "../domain/patterns.ts"
import { isTimeZone } from "../domain/time.ts"
import { because } from "./parse.ts"

/** The values that the schemas of several nouns share. */

// half of a surrogate pair is no character: jsonb refuses it, and UTF-8 cannot carry it
const wellFormed = z.string().refine(value => value.isWellFormed(), because("half-character"))
export const line = (max: number) =>
  wellFormed
    .trim()
    .min(1, because("empty"))
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f]*$/, because("control-characters"))
// PostgreSQL cannot store a NUL
export const text = (max: number) => wellFormed.max(max).regex(/^[^\u0000]*$/, because("nul-character"))
// the URL parser drops line ends and hides control characters, which the stored text would keep
export const webAddress = wellFormed.max(2000).refine(value => {
  const url = /^[^\s\u0000-\u001f\u007f<>"]+$/.test(value) ? URL.parse(value) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === ""
}, because("not-a-web-address"))
export const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, because("not-a-language"))
export const slug = z.string().refine(isSlug, because("not-a-slug"))
export const handle = z.string().refine(isHandle, because("not-a-handle"))
export const timeZone = z.string().refine(isTimeZone, because("not-a-time-zone"))
/** A local date or time; whether it exists is checked with its zone. */
export const time = z.string().max(25)

/** Mastodon puts `name` in a heading unescaped and Mobilizon checks its length. */
export const title = line(200)
  .refine(value => value.length >= 3, because("title-too-short"))
  .refine(value => !/[<>]/.test(value), because("angle-brackets"))

export const tags = z
  .array(line(60).transform(tag => tag.replace(/^#/, "")))
  .max(30)
  .default([])

type Present<S> = S extends z.ZodDefault<infer Inner> | z.ZodOptional<infer Inner> ? Inner : S

/** The schemas of fields that are present: without their defaults, which belong to what is new. */
export const present = <Fields extends z.ZodRawShape>(fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => [
      name,
      schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? schema.unwrap() : schema,
    ]),
  ) as { [Name in keyof Fields]: Present<Fields[Name]> }

/** A patch takes any of these fields, and leaves alone what it leaves out. */
export const patchOf = <Fields extends z.ZodRawShape>(fields: Fields) => z.strictObject(present(fields)).partial()

type Complete<T> = { [Name in keyof T]-?: Exclude<T[Name], undefined> }

/** These fields of an input and no others; those that it leaves out are null. */
export const complete = <Fields extends z.ZodRawShape>(
  fields: Fields,
  input: z.output<z.ZodObject<Fields>>,
): Complete<z.output<z.ZodObject<Fields>>> =>
  Object.fromEntries(
    Object.keys(fields).map(name => [name, input[name as keyof typeof input] ?? null]),
  ) as unknown as Complete<z.output<z.ZodObject<Fields>>>
