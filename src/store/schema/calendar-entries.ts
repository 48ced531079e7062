/** Written by triggers alone (migration 0003). */
export interface CalendarEntryTable {
  id: string
  eventId: string
  calendarId: string
  seq: number
  born: number
  digest: string | null
}
