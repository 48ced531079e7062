import { isObject, type JsonObject } from "../../../src/domain/json.ts"

/** The language tag of an object: `inLanguage`, or the only key of its `nameMap`. Null when there is none, or several. */
export function languageOf({ inLanguage, nameMap }: JsonObject): string | null {
  const keys = isObject(nameMap) ? Object.keys(nameMap) : []
  const language = inLanguage ?? (keys.length === 1 ? keys[0] : null)
  return typeof language === "string" && /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(language) ? language : null
}
