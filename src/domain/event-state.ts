import { type EventStatus, isOnline, type ListedEvent } from "./event.ts"

/** What a reader must see of an event beside its title: each has a word and a tone. */
export type EventState = "cancelled" | "postponed" | "online" | "full"

export type StatedEvent = Pick<ListedEvent, "status" | "full" | "onlineUrl" | "places">

/** The states that hold, most important first; a cancelled event has no other. */
export function statesOf(event: StatedEvent): EventState[] {
  if (event.status === "cancelled") return ["cancelled"]
  const states: EventState[] = []
  if (event.status === "postponed" || event.status === "rescheduled") states.push("postponed")
  if (isOnline(event)) states.push("online")
  if (event.full) states.push("full")
  return states
}

const LEADING: Partial<Record<EventStatus, EventState>> = {
  cancelled: "cancelled",
  postponed: "postponed",
  rescheduled: "postponed",
  "moved-online": "online",
}

/**
 * The one state that leads the title of what is sent, because it announces a change. An event that was online from the start
 * has none.
 */
export const leadingState = ({ status, full }: Pick<StatedEvent, "status" | "full">): EventState | null =>
  LEADING[status] ?? (full ? "full" : null)
