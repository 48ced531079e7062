import type { ColumnType } from "kysely"

/** A jsonb column: the driver takes text and returns the parsed value. */
export type JsonColumn<T> = ColumnType<T, string, string>
export type JsonColumnWithDefault<T> = ColumnType<T, string | undefined, string>
