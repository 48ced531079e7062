import type { By } from "../../domain/by.ts"
import type { Source, SourceReport } from "../../domain/source.ts"
import type { SourceInput } from "../../input/source.ts"
import type { Db } from "../../store/db.ts"

export interface ReadingOptions {
  signal?: AbortSignal
  progress?: (done: number, total: number) => void
}

/** Reads calendars of others; handed to those that may not import how. */
export interface Importer {
  /** What a subscription would bring; nothing is written. @throws {DomainError} `invalid` when the address gives no calendar */
  preview(db: Db, by: By, input: SourceInput, reading?: ReadingOptions): Promise<SourceReport>
  /** Subscribes to what can be read; the entries come with the first reading, soon. @returns with what they will be */
  subscribe(
    db: Db,
    by: By,
    input: SourceInput,
    reading?: ReadingOptions,
  ): Promise<{ source: Source; report: SourceReport }>
  /** What a file would bring, or brings when `apply`. */
  file(
    db: Db,
    by: By,
    file: { bytes: Buffer; calendar: string; tagMap: Record<string, string>; publish: boolean; apply: boolean },
    reading?: ReadingOptions,
  ): Promise<SourceReport>
  /** Reads a source now. @throws {DomainError} `not-found`; `conflict` when it is being read; `invalid` when it cannot be */
  refresh(
    db: Db,
    by: By,
    id: string,
    options?: ReadingOptions & { apply?: boolean; accept?: boolean },
  ): Promise<SourceReport>
}
