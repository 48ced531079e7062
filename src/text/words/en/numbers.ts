const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]

export const inWords = (n: number): string => NUMBERS[n] ?? n.toLocaleString("en-GB")

export const plural = (n: number, one: string, many: string): string =>
  `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`
