import { createServer } from "node:net"

export interface Trap {
  port: number
  /** addresses that were connected to */
  sprung: string[]
  close(): void
}

/** Listens on addresses that are private in the server's world, at one port. */
export async function openTrap(): Promise<Trap> {
  const sprung: string[] = []
  const open = (address: string, port: number) =>
    new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
      const server = createServer(socket => {
        sprung.push(address)
        socket.on("error", () => {})
        socket.end("HTTP/1.1 200 OK\r\nContent-Type: application/activity+json\r\nContent-Length: 2\r\n\r\n{}")
      })
      server.once("error", reject)
      server.listen(port, address, () => resolve(server))
    })
  const first = await open("127.0.0.9", 0)
  const { port } = first.address() as { port: number }
  // some machines have no IPv6
  const others = await Promise.allSettled(["::1", "127.0.0.10"].map(address => open(address, port)))
  return {
    port,
    sprung,
    close() {
      first.close()
      for (const other of others) if (other.status === "fulfilled") other.value.close()
    },
  }
}
