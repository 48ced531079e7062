import { once } from "node:events"
import type { Server } from "node:http"
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
  server.listen(port, host)
  await once(server, "listening").catch(error => {
    throw error.code === "EADDRINUSE" ? new Error(`PORT: ${port} on ${host} is in use by another program`) : error
  })
  return server
}

/** Takes no more, finishes what is in flight, and cuts off what is not done in time. */
export async function close(server: Server): Promise<void> {
  const closed = once(server, "close")
  server.close()
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(cut)
}
