import type { HonoRequest } from "hono"
import { parseAccept } from "hono/utils/accept"

/** The supported language that an Accept-Language header prefers, whatever its region (`en-GB` is `en`); else the first of ours. */
export function languageFor<Language extends string>(
  request: HonoRequest,
  supported: readonly [Language, ...Language[]],
): Language {
  const header = request.header("Accept-Language")
  if (!header) return supported[0]
  const languages: readonly string[] = supported
  const preferred = parseAccept(header)
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ type }) => type.toLowerCase().split("-")[0]!)
    .find(language => languages.includes(language))
  return supported.find(language => language === preferred) ?? supported[0]
}
