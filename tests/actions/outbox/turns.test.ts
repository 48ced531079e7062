import { setImmediate as nextTurn } from "node:timers/promises"
import { expect, test } from "vitest"
import { inSequence, mapInTurns } from "../../../src/actions/outbox/turns.ts"

test("one thing after the other: one is being done, one waits, a third waits outside", async () => {
  const happened: string[] = []
  const ends: (() => void)[] = []
  const task = (name: string) => async () => {
    happened.push(`${name} begins`)
    await new Promise<void>(resolve => ends.push(resolve))
    happened.push(`${name} ends`)
  }
  const sequence = inSequence()
  for (const name of ["a", "b"]) {
    await sequence.add(task(name))
    happened.push(`${name} is in`)
  }
  const third = sequence.add(task("c")).then(() => happened.push("c is in"))
  await nextTurn()
  const ended = sequence.end()
  for (let n = 0; n < 3; n++) {
    ends[n]!()
    await nextTurn()
  }
  await Promise.all([third, ended, sequence.end()])
  expect(happened.filter(text => !text.endsWith("in"))).toEqual(
    ["a", "b", "c"].flatMap(n => [`${n} begins`, `${n} ends`]),
  )
  expect(happened.indexOf("b is in")).toBeLessThan(happened.indexOf("a ends"))
  expect(happened.indexOf("c is in")).toBeGreaterThan(happened.indexOf("a ends"))
})

test("nothing is done after what failed, and whoever waits is told", async () => {
  const sequence = inSequence()
  await sequence.add(async () => {
    throw new Error("no room")
  })
  await sequence.add(async () => expect.fail("done after a failure"))
  await expect(sequence.add(async () => {})).rejects.toThrow("no room")
  await expect(sequence.end()).rejects.toThrow("no room")
})

test("others have their turn while a long list is gone through", async () => {
  let turns = 0
  let going = true
  const others = (async () => {
    for (; going; turns++) await nextTurn()
  })()
  const slowly = (n: number) => {
    for (const begun = performance.now(); performance.now() - begun < 1; );
    return n * 2
  }
  expect(await mapInTurns([1, 2, 3, 4, 5, 6, 7, 8, 9], slowly)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18])
  going = false
  await others
  expect(turns).toBeGreaterThan(1)
})
