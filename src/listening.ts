import { once } from "node:events"
import type { IncomingMessage, Server } from "node:http"
import { createAdaptorServer } from "@hono/node-server"
import type { Hono } from "hono"

/** Milliseconds for requests under way; the process must end within 10 s of SIGTERM. */
const GRACE_MS = 8000

/** Serves the app at this port until `close`. @throws an error that names PORT when the port is in use */
export async function listen(app: Hono, { port, host }: { port: number; host: string }): Promise<Server> {
  // slow clients are disconnected: 10 s for the head, 30 s for the whole request; Node checks every 30 s by default
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

/** Bytes of a body that are still read after the answer, so that the client can read that answer before the connection closes. */
const AFTER_ANSWER_BYTES = 4 * 1024 * 1024

/** Closes the connection of a client that keeps sending a body after the answer: reading a megabyte costs a millisecond. */
function cutOff(incoming: IncomingMessage): void {
  const { socket } = incoming
  const most = socket.bytesRead + AFTER_ANSWER_BYTES
  const look = setInterval(() => {
    if (incoming.complete || socket.destroyed) clearInterval(look)
    else if (socket.bytesRead > most) socket.destroy()
  }, 10)
}

/** Accepts no new connections, lets requests under way finish, and closes those that take longer than `GRACE_MS`. */
export async function close(server: Server): Promise<void> {
  const closed = once(server, "close")
  server.close()
  // connections become idle one by one as their requests end
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}
