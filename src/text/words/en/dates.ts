import type { ClockTime, dates as french } from "../fr/dates.ts"

const hour = ({ hour, minute }: ClockTime): string => [hour, minute].map(n => String(n).padStart(2, "0")).join(":")

export const dates: typeof french = {
  locale: "en-GB",
  day: text => text.replace(",", ""),
  hour,
  hourShort: hour,
  twoDays: (first, last) => `${first} and ${last}`,
  span: (first, last) => `${first} to ${last}`,
  hours: (start, end) => `${start} to ${end}`,
  at: start => `at ${start}`,
  zone: place => `${place} time`,
  zones: { "Europe/Paris": "Paris", "Indian/Reunion": "Réunion", "Pacific/Noumea": "Nouméa" },
}
