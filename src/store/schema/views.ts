import type { ColumnType, SelectType } from "kysely"
import type { EventTable, NewsTable, SessionTable } from "./events.ts"
import type { InterviewTable } from "./interviews.ts"

/** The columns of a table, to be read only. */
type View<Table> = { [Column in keyof Table]: ColumnType<SelectType<Table[Column]>, never, never> }

/** What everybody may see (migration 0015). */
export type PublicEventView = View<Omit<EventTable, "authorId">>
export type PublicSessionView = View<SessionTable>
export type PublicNewsView = View<NewsTable>
export type PublicInterviewView = View<Omit<InterviewTable, "authorId">>

/** What was public and is no more: its address answers 410. */
export type DeletedView = View<{ id: string; calendarId: string; slug: string; deletedAt: Date }>
