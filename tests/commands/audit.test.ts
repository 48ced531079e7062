import { afterAll, beforeAll, expect, test } from "vitest"
import { cancelEvent } from "../../src/actions/events/cancel.ts"
import { createEvent } from "../../src/actions/events/create.ts"
import { auditCommand } from "../../src/commands/audit.ts"
import { type CommandContext, UsageError } from "../../src/commands/command.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { makeCalendars, plenary } from "../support/agenda.ts"
import { openSite } from "../support/site.ts"

let server: Awaited<ReturnType<typeof openSite>>
beforeAll(async () => {
  server = await openSite(new Date("2026-11-21T10:00:00Z"), { oneKeyPair: true })
  await makeCalendars(server.db, server.site)
})
afterAll(() => server.close())

async function run(...words: string[]): Promise<string[]> {
  const lines: string[] = []
  await auditCommand.run(
    { db: server.db, print: (line: string) => lines.push(line) } as unknown as CommandContext,
    words,
  )
  return lines
}

test("shows who did what, newest first, so many entries, of one action", async () => {
  const { db, site } = server
  const { id } = await createEvent(db, site, OPERATOR, plenary())
  server.setClock(new Date("2026-11-21T11:00:00Z"))
  await cancelEvent(db, site, OPERATOR, id)
  const created = `2026-11-21T10:00:00.000Z\toperator\tevent:create\tevent ${id}`
  const cancelled = `2026-11-21T11:00:00.000Z\toperator\tevent:change\tevent ${id}`
  expect(await run("--limit", "2")).toEqual([cancelled, created])
  expect((await run()).slice(0, 2)).toEqual([cancelled, created])
  expect(await run("--action", "event:create")).toEqual([created])
  await expect(run("--limit", "0")).rejects.toThrow(UsageError)
})
