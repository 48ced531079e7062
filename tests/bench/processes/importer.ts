import type { OpenSite } from "../../../src/app.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { answerCalls } from "../support/child.ts"
import { type Opening, openInWorld } from "../support/opening.ts"

/** A process that takes a calendar file in, as `beffroi import FILE` and the worker do. */
let site: OpenSite | null = null

async function start(opening: Opening): Promise<void> {
  site = await openInWorld(opening)
}

/** @returns how many events it became, and the milliseconds that took */
async function takeIn({
  text,
  calendar,
}: {
  text: string
  calendar: string
}): Promise<{ created: number; ms: number }> {
  const bytes = Buffer.from(text)
  const begun = performance.now()
  const file = { bytes, calendar, tagMap: {}, publish: true, apply: true }
  const { counts } = await site!.importer.file(site!.db, OPERATOR, file)
  return { created: counts.created, ms: performance.now() - begun }
}

const calls = { start, takeIn }
export type ImporterCalls = typeof calls

answerCalls(calls, () => site?.close())
