import type { SourceEntry } from "../actions/sources/entry.ts"
import type { Left, Plan, Step } from "../actions/sources/plan.ts"
import type { ImportedEntry, Outcome, ReportLine, SourceReport } from "../domain/source.ts"

const OUTCOMES = { create: "created", change: "changed", cancel: "cancelled", restore: "restored" } as const
/** Shown and kept; the rest is counted. */
const MOST_LINES = 500

/** What a plan does, or would do, line by line: what is refused or left first, since somebody may have to act. */
export function reportOf(
  plan: Plan,
  { applied, failed = [] }: { applied: boolean; failed?: readonly Left[] },
): SourceReport {
  const failures = new Set(failed.map(({ existing }) => existing))
  const steps = plan.steps.filter(step => step.what === "create" || !failures.has(step.existing))
  const left = [...plan.left, ...failed]
  const lines: ReportLine[] = [
    ...plan.refused.map(
      ({ line, title, reason }): ReportLine => ({ outcome: "refused", line, title, start: null, reasons: [reason] }),
    ),
    ...left.map(({ entry, existing, reason }) => lineOf("left", entry, existing, [reason])),
    ...steps.map(stepLine),
  ]
  const counts: Record<Outcome, number> = {
    created: 0,
    changed: 0,
    cancelled: 0,
    restored: 0,
    unchanged: plan.unchanged,
    left: 0,
    refused: 0,
  }
  for (const { outcome } of lines) counts[outcome] += 1
  const shown = lines.slice(0, MOST_LINES)
  return { counts, lines: shown, more: lines.length - shown.length, held: plan.held, applied }
}

function stepLine(step: Step): ReportLine {
  const existing = step.what === "create" ? null : step.existing
  const reasons = step.entry?.notes ?? ["it is no longer in the source"]
  return lineOf(OUTCOMES[step.what], step.entry, existing, reasons)
}

const lineOf = (
  outcome: Outcome,
  entry: SourceEntry | null,
  existing: ImportedEntry | null,
  reasons: string[],
): ReportLine => ({
  outcome,
  line: entry?.line ?? null,
  title: entry?.fields.title ?? existing?.event?.title ?? null,
  start: entry?.fields.when.start ?? existing?.event?.start ?? null,
  reasons,
})
