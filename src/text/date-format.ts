import { LRUCache } from "lru-cache"
import type { Tongue } from "./tongue.ts"
import { wordsOf } from "./words/index.ts"

/**
 * Date formats by locale and form, of which a few dozen are in use. Creating one costs 75 µs and 30 kB outside of the heap, which
 * the garbage collector does not see coming: a page with forty dates that created its own cost 3 ms, and a server under load
 * grew past 1.5 GB.
 */
const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: 200 })

export function dateFormat(tongue: Tongue, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tongue} ${JSON.stringify(options)}`
  const cached = formats.get(key)
  if (cached) return cached
  const format = new Intl.DateTimeFormat(wordsOf(tongue).dates.locale, options)
  formats.set(key, format)
  return format
}
