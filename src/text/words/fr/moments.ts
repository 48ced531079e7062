import { facts } from "./facts.ts"
import { inWords } from "./numbers.ts"

/** When and where, in the rows of lists. */
export const moments = {
  zone: (zone: string) => `(${zone})`,
  inParis: (hours: string) => `À Paris : ${hours}.`,
  elsewhere: (zone: string, words: string) => `${zone} : ${words}.`,
  byVideo: facts.online,
  venues: (first: string, others: number, town: string | null) =>
    `${first} et ${inWords(others)} autres lieux${town ? `, ${town}` : ""}`,
}
