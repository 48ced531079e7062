import { type RawBuilder, sql } from "kysely"

/** Text as a search sees it: without accents, so that `wikipedia` finds Wikipédia. */
const plain = (text: RawBuilder<string>): RawBuilder<string> =>
  sql`regexp_replace(normalize(${text}, NFD), '[\\u0300-\\u036f]+', '', 'g')`

/** One condition for each word that is searched for: all of them, anywhere in the text, whatever their case and accents. */
export const holdsWords = (text: RawBuilder<string>, words: string | undefined): RawBuilder<boolean>[] =>
  (words ?? "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .split(/\s+/)
    .filter(Boolean)
    .map(word => sql<boolean>`${plain(text)} ilike ${`%${word.replace(/[\\%_]/g, "\\$&")}%`}`)
