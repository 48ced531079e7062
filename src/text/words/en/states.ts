import type { states as french } from "../fr/states.ts"

export const states: typeof french = {
  cancelled: "Cancelled",
  postponed: "Postponed",
  online: "Online",
  full: "Full",
  restored: "Restored",
  reminder: "Reminder",
}
