import { once } from "node:events"
import type { IncomingMessage, Server } from "node:http"
import { createAdaptorServer } from "@hono/node-server"
import type { Hono } from "hono"

/** Time for what is in flight; the promise is to be gone within 10 s of SIGTERM. */
const GRACE_MS = 8000

/** Answers at this port until it is closed. @throws naming PORT when that is taken */
export async function listen(app: Hono, { port, host }: { port: number; host: string }): Promise<Server> {
  // slow senders are cut off: a head in 10 s, a whole request in 30 s; Node looks every 30 s unless told
  const serverOptions = { connectionsCheckingInterval: 2_000 }
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions }) as Server
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  server.keepAliveTimeout = 30_000
  server.on("request", (incoming, outgoing) => outgoing.once("finish", () => incoming.complete || cutOff(incoming)))
  server.listen(port, host)
  await once(server, "listening").catch(error => {
    throw error.code === "EADDRINUSE" ? new Error(`PORT: ${port} on ${host} is in use by another program`) : error
  })
  return server
}

/** What is read of a body after its answer, so that who sends it hears that answer first. */
const AFTER_ANSWER_BYTES = 4 * 1024 * 1024

/** Hangs up on who goes on sending what was answered already: each megabyte costs a millisecond. */
function cutOff(incoming: IncomingMessage): void {
  const { socket } = incoming
  const most = socket.bytesRead + AFTER_ANSWER_BYTES
  const look = setInterval(() => {
    if (incoming.complete || socket.destroyed) clearInterval(look)
    else if (socket.bytesRead > most) socket.destroy()
  }, 10)
}

/** Takes no more, finishes what is in flight, and cuts off what is not done in time. */
export async function close(server: Server): Promise<void> {
  const closed = once(server, "close")
  server.close()
  // what is answered now is kept open for another request unless it is closed
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}
