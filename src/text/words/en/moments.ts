import type { moments as french } from "../fr/moments.ts"
import { inWords } from "./numbers.ts"

export const moments: typeof french = {
  zone: zone => `(${zone})`,
  inParis: hours => `In Paris: ${hours}.`,
  elsewhere: (zone, words) => `${zone}: ${words}.`,
  byVideo: "by video conference",
  venues: (first, others, town) => `${first} and ${inWords(others)} other places${town ? `, ${town}` : ""}`,
}
