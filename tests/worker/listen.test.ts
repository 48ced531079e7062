import { connect, createServer } from "node:net"
import { expect, inject, test } from "vitest"
import { listen } from "../../src/worker/listen.ts"
import { eventually } from "../support/beffroi.ts"

test("a connection that breaks in the middle of its LISTEN ends nothing but itself", async () => {
  const server = new URL(inject("postgres").server)
  const real = { host: server.hostname, port: Number(server.port) }
  let connections = 0
  const between = createServer(client => {
    const breaks = ++connections === 1
    const there = connect(real)
    const cut = () => {
      client.destroy()
      there.destroy()
    }
    client.on("error", cut).on("close", cut)
    there.on("error", cut).on("close", cut)
    there.on("data", bytes => client.write(bytes))
    client.on("data", bytes => (breaks && bytes.includes("listen ") ? cut() : there.write(bytes)))
  })
  await new Promise<void>(resolve => between.listen(0, "127.0.0.1", resolve))
  server.port = String((between.address() as { port: number }).port)

  const unhandled: unknown[] = []
  const note = (reason: unknown) => unhandled.push(reason)
  process.on("unhandledRejection", note)
  const stop = new AbortController()
  const heard: string[] = []
  const listening = listen(server.href, ["beffroi_test"], stop.signal, channel => heard.push(channel))
  await eventually(async () => heard.length > 0, 10_000)
  stop.abort()
  await listening
  process.off("unhandledRejection", note)
  between.close()
  expect([connections, heard, unhandled]).toEqual([2, ["beffroi_test"], []])
})
