import { type RawBuilder, sql } from "kysely"

/**
 * A condition: the text of an event or interview holds all the words, anywhere, whatever their case and accents (`wikipedia` finds
 * Wikipédia). Null without a word. The folded text is written by triggers (migration 0006).
 */
export function holdsWords(of: "event" | "interview", words: string | undefined): RawBuilder<boolean> | null {
  const wanted = new Set((words ?? "").split(/\s+/).filter(Boolean))
  if (wanted.size === 0) return null
  const conditions = [...wanted].map(
    word => sql<boolean>`words like folded(${`%${word.replace(/[\\%_]/g, "\\$&")}%`}::text)`,
  )
  const [id, owner, wordsTable] = [sql.ref(`${of}.id`), sql.ref(`${of}Id`), sql.table(`${of}Words`)]
  return sql<boolean>`${id} in (select ${owner} from ${wordsTable} where ${sql.join(conditions, sql` and `)})`
}
