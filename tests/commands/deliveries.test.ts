import { afterEach, beforeEach, expect, inject, test } from "vitest"
import type { CommandContext } from "../../src/commands/command.ts"
import { deliveriesCommand } from "../../src/commands/deliveries.ts"
import { openSending, type Sending } from "../federation/delivery/support.ts"

let sending: Sending
beforeEach(async () => {
  sending = await openSending(inject("postgres"))
})
afterEach(() => sending.close())

const run = async (...words: string[]) => {
  const lines: string[] = []
  await deliveriesCommand.run(
    { db: sending.db, print: (line: string) => lines.push(line) } as unknown as CommandContext,
    words,
  )
  return lines
}

test("says how many wait, and in words which servers do not answer, the longest first", async () => {
  for (const host of ["slow.example", "old.example", "well.example"]) await sending.follow(host)
  await sending.follow("old.example", "bo")
  const at = (text: string) => new Date(text)
  await sending.db
    .insertInto("host")
    .values([
      {
        name: "slow.example",
        failures: 3,
        failingSince: at("2026-11-20T10:05:00Z"),
        pausedUntil: at("2026-11-20T10:20:00Z"),
        lastError: "HTTP 502",
      },
      {
        name: "old.example",
        failures: 20,
        failingSince: at("2026-10-01T08:00:00Z"),
        pausedUntil: at("2026-11-23T09:00:00Z"),
        goneAt: at("2026-10-08T08:00:00Z"),
        lastError: "connect ECONNREFUSED",
      },
    ])
    .execute()
  await sending.publish("/events/1")
  expect(await run()).toEqual([
    "2 waiting, 0 sent, 0 given up",
    "old.example is gone: no answer since 2026-10-01; nothing is sent to it, 2 followers kept; asked again on 2026-11-23; last: connect ECONNREFUSED",
    "slow.example does not answer since 2026-11-20T10:05Z; 1 delivery waiting, 1 follower kept; tried again at 2026-11-20T10:20Z; last: HTTP 502",
  ])
})
