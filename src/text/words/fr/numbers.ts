const NUMBERS = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"]

/** Before a masculine noun. */
export const inWords = (n: number): string => NUMBERS[n] ?? n.toLocaleString("fr-FR")

/** Before a feminine noun. */
export const inWordsFeminine = (n: number): string => (n === 1 ? "une" : inWords(n))

export const plural = (n: number, one: string, many: string): string =>
  `${n.toLocaleString("fr-FR")} ${n < 2 ? one : many}`
